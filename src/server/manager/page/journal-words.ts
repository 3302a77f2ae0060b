import { pair } from '../../../ui/words/language.ts'

/** «Журнал» of the manager's page. */
type Words = {
  title: string
  rules: string
  changes: string
  when: string
  who: string
  what: string
  from: string
  base: string
  search: string
  noRules: string
  noneFound: string
  noChanges: string
  listenings: string
  noListenings: string
  call: string
  /** Of a call: whose, with whom, when. */
  heard: (number: string, staff: string, when: string) => string
  callUnknown: string
  allBases: string
  lines: (count: number) => string
  goes: (number: string, target: string) => string
  removed: (number: string) => string
  more: (count: number) => string
  writer: Record<
    'operator' | 'token' | 'administrator' | 'command' | 'interactions' | 'file' | 'other',
    (name: string) => string
  >
  /** Of rules: by which browser; empty = it is not known. */
  signed: (browser: string) => string
  wrongSignature: string
  change: Record<
    'tokenMade' | 'tokenRevoked' | 'paired' | 'revoked' | 'bookNamed' | 'bookRemoved',
    (name: string) => string
  >
  roleGiven: (name: string, role: string) => string
  bookFilled: (book: string, put: number, removed: number) => string
  fileEdited: (base: string, before: number, after: number) => string
  putBack: (count: number) => string
  setting: Record<'enabled' | 'lastDigits' | 'internalLength', string>
  back: string
  local: string
}

export const journalWords = pair<Words>(
  {
    title: 'Журнал',
    rules: 'Правила',
    changes: 'Настройки и доступ',
    when: 'Когда',
    who: 'Кто',
    what: 'Что',
    from: 'Откуда',
    base: 'База',
    search: 'Номер, адрес или имя',
    noRules: 'Правил ещё никто не писал.',
    noneFound: 'Такого в журнале нет. Проверьте номер, адрес или имя.',
    listenings: 'Прослушивания',
    noListenings: 'Записей разговоров ещё никто не слушал.',
    call: 'Разговор',
    heard: (number, staff, when) => `${number || 'номер скрыт'}, ${staff}, ${when}`,
    callUnknown: 'неизвестен',
    noChanges: 'Здесь будет видно, кто и когда менял настройки, токены и подключения.',
    allBases: 'Все базы',
    lines: (count) => `Строк: ${count.toLocaleString('ru')}`,
    goes: (number, target) => `${number} → ${target}`,
    removed: (number) => `${number}: удалено`,
    more: (count) => `и ещё ${count.toLocaleString('ru')}`,
    writer: {
      operator: (name) => name,
      token: (name) => `1С, токен «${name}»`,
      administrator: () => 'Администратор',
      command: () => 'Командная строка сервера',
      interactions: (name) => `Само, по числу разговоров: ${name}`,
      file: () => 'Редактор файла',
      other: (name) => name,
    },
    signed: (browser) => (browser === '' ? 'подписано' : `подписано: ${browser}`),
    wrongSignature: 'подпись неверна: запись изменена или подделана',
    change: {
      revoked: (name) => `Отозван браузер: ${name}`,
      tokenMade: (name) => `Создан токен ${name}`,
      tokenRevoked: (name) => `Отозван токен ${name}`,
      bookNamed: (name) => `Адресная книга «${name}»: создана или названа так`,
      bookRemoved: (name) => `Удалена адресная книга «${name}»`,
      paired: (name) => `Подключён браузер: ${name}`,
    },
    roleGiven: (name, role) => `${name}: теперь ${role}`,
    bookFilled: (book, put, removed) => `Загружена книга «${book}»: записано ${put}, удалено ${removed}`,
    fileEdited: (base, before, after) => `Файл правил изменён вручную (${base}): было ${before}, стало ${after}`,
    putBack: (count) => `Возвращено правил, записанных тем временем: ${count}`,
    setting: {
      enabled: 'Маршрутизация по таблице',
      lastDigits: 'Последние цифры телефонного номера',
      internalLength: 'Длина внутренних номеров',
    },
    back: 'как в файле настроек',
    local: 'сам сервер',
  },
  {
    title: 'Journal',
    rules: 'Rules',
    changes: 'Settings and access',
    when: 'When',
    who: 'Who',
    what: 'What',
    from: 'From',
    base: 'Base',
    search: 'Number, address or name',
    noRules: 'Nobody has written any rule yet.',
    noneFound: 'The journal has nothing of this. Check the number, address or name.',
    listenings: 'Listening',
    noListenings: 'Nobody has listened to a recording yet.',
    call: 'Call',
    heard: (number, staff, when) => `${number || 'number withheld'}, ${staff}, ${when}`,
    callUnknown: 'not known',
    noChanges: 'This is where it is seen who changed settings, tokens and connections.',
    allBases: 'All bases',
    lines: (count) => `Lines: ${count.toLocaleString('en')}`,
    goes: (number, target) => `${number} → ${target}`,
    removed: (number) => `${number}: removed`,
    more: (count) => `and ${count.toLocaleString('en')} more`,
    writer: {
      operator: (name) => name,
      token: (name) => `1C, token “${name}”`,
      administrator: () => 'Administrator',
      command: () => "The server's command line",
      interactions: (name) => `By itself, by the number of talks: ${name}`,
      file: () => 'File editor',
      other: (name) => name,
    },
    signed: (browser) => (browser === '' ? 'signed' : `signed: ${browser}`),
    wrongSignature: 'the signature is wrong: the record was changed or forged',
    change: {
      revoked: (name) => `Browser revoked: ${name}`,
      tokenMade: (name) => `Token ${name} made`,
      tokenRevoked: (name) => `Token ${name} revoked`,
      bookNamed: (name) => `Address book “${name}”: made or named so`,
      bookRemoved: (name) => `Address book “${name}” removed`,
      paired: (name) => `Browser connected: ${name}`,
    },
    roleGiven: (name, role) => `${name}: now ${role}`,
    bookFilled: (book, put, removed) => `Book “${book}” loaded: ${put} written, ${removed} removed`,
    fileEdited: (base, before, after) => `File of rules edited by hand (${base}): ${before} rules before, ${after} now`,
    putBack: (count) => `Rules written meanwhile and put back: ${count}`,
    setting: {
      enabled: 'Routing by the table',
      lastDigits: 'Last digits of a telephone number',
      internalLength: 'Length of extensions',
    },
    back: 'as the settings file says',
    local: 'the server itself',
  },
)
