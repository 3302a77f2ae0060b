import type { BaseView } from '../contract.ts'

type Part = BaseView['lacks'][number]['part']

/** What a base's card says of 1C. */
export type OneCWords = {
  lacks: (count: number) => string
  remedy: string
  /** What comes of it that a part is missing. */
  part: Record<Part, string>
  reading: (read: string, of: string | null) => string
  owed: (count: number) => string
  aside: (count: number) => string
}

const RU: OneCWords = {
  lacks: (count) => `Чего Трубка не нашла в OData этой базы: ${count}`,
  remedy:
    'Чтобы это заработало: добавьте объект в «Состав стандартного интерфейса OData», дайте пользователю Трубки право на него или впишите его имя в этой базе в bases[].names (docs/one-c.md).',
  part: {
    persons: 'Нет контактных лиц: звонок с их номера не узнаётся.',
    departments: 'Нет подразделений: сотрудники показаны без них.',
    potentials: 'Нет потенциальных клиентов: кто обратился впервые, записывается только в описание обращения.',
    services: 'Нет «Типов услуг»: в мастере их не выбрать.',
    departmentServices: 'У подразделений нет «Типов услуг»: менеджеры по ним не отбираются.',
    interests: 'Нет Интересов: обращение регистрируется документом «Телефонный звонок».',
    interactions:
      'Нет Взаимодействий: обращение по Интересу, который уже есть, становится документом «Телефонный звонок».',
    phoneCalls: 'Нет документов «Телефонный звонок».',
    articles: 'Нет базы знаний: поиска статей в мастере не будет.',
    phoneRegister:
      'Нет регистра «Номера телефонов для поиска»: 1С не узнает о правилах и новых номерах. Если его и не должно быть, поставьте phoneRegister: false.',
  },
  reading: (read, of) => (of === null ? `Загружено ${read}…` : `Загружено ${read} из ${of}`),
  owed: (count) => `Ждут записи в 1С: ${count}. Будут записаны, как только 1С их примет.`,
  aside: (count) => `1С не приняла: ${count}. Ничего не потеряно, попытка повторяется каждые 10 минут. Причина:`,
}

const EN: OneCWords = {
  lacks: (count) => `What Trubka has not found in the OData of this base: ${count}`,
  remedy:
    'To make it work: add the object to the composition of the OData interface, give Trubka’s user the right to it, or enter its name in this base into bases[].names (docs/one-c.md).',
  part: {
    persons: 'No contact persons: a call from their number is not recognised.',
    departments: 'No departments: colleagues are shown without them.',
    potentials: 'No potential clients: who calls for the first time is noted in the description only.',
    services: 'No kinds of services: there are none to choose in the wizard.',
    departmentServices: 'Departments have no kinds of services: managers are not sorted by them.',
    interests: 'No Interests: a request is registered as a document “Phone call”.',
    interactions: 'No interactions: a request about an Interest that is there becomes a document “Phone call”.',
    phoneCalls: 'No documents “Phone call”.',
    articles: 'No knowledge base: articles cannot be searched for in the wizard.',
    phoneRegister:
      'No register “Phone numbers for search”: 1C is not told of rules and new numbers. If there should be none, set phoneRegister: false.',
  },
  reading: (read, of) => (of === null ? `${read} loaded…` : `${read} of ${of} loaded`),
  owed: (count) => `Waiting to be written to 1C: ${count}. They are written as soon as 1C takes them.`,
  aside: (count) => `Refused by 1C: ${count}. Nothing is lost; it is tried again every 10 minutes. The reason:`,
}

export const oneCWords = { ru: RU, en: EN }
