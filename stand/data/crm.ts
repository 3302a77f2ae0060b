import { randomUUID } from 'node:crypto'
import { refOf } from './ref.ts'
import type { Article, Client, Department, Employee, Interaction, Interest, Potential, Service } from './types.ts'

/** «Типы услуг», and the departments that render each (SPEC B7). */
const SERVICES: readonly [name: string, ...departments: string[]][] = [
  ['Продажа оборудования', 'Отдел продаж'],
  ['Поставка программ', 'Отдел продаж', 'Отдел сопровождения'],
  ['Сопровождение 1С', 'Отдел сопровождения'],
  ['Ремонт и гарантия', 'Сервисный центр'],
  ['Расчёты и документы', 'Бухгалтерия'],
]

const ARTICLES: readonly [title: string, text: string, service: number][] = [
  ['Как выбрать кассу для розницы', 'Фискальный регистратор, онлайн-касса, эквайринг.', 0],
  ['Сроки поставки оборудования', 'Со склада два дня, под заказ до трёх недель.', 0],
  ['Лицензии на рабочие места', 'Клиентская лицензия нужна на каждый сеанс.', 1],
  ['Ошибка при обновлении конфигурации', 'Снять с поддержки, сравнить, объединить.', 2],
  ['Гарантийный ремонт: что спросить', 'Серийный номер, дата покупки, неисправность.', 3],
  ['Как получить акт сверки', 'Запросить у бухгалтерии, срок один день.', 4],
]

/** What 1С:CRM adds to a base: potential clients, Interests, interactions, the kinds of services and what is known of them. */
export class Crm {
  readonly services: Service[]
  readonly articles: Article[]
  readonly potentials: Potential[] = []
  readonly interests: Interest[]
  readonly interactions: Interaction[]

  constructor(clients: readonly Client[], employees: readonly Employee[], departments: readonly Department[]) {
    this.services = SERVICES.map(([name], n) => ({ ...item('service', n), name }))
    for (const department of departments) {
      const rendered = this.services.filter((_, n) => SERVICES[n]?.slice(1).includes(department.name))
      department.services.push(...rendered.map(({ ref }) => ref))
    }
    this.articles = ARTICLES.map(([name, text, service], n) => ({
      ...item('article', n),
      name,
      text,
      service: this.services[service]?.ref ?? '',
    }))
    const [romashka] = clients
    const [operator, petrov, ivanova] = employees
    const client = romashka?.ref ?? ''
    const author = operator?.ref ?? ''
    const old = (n: number) => ({ ...newInterest(n), ref: refOf('interest', n), client, author })
    this.interests = [
      {
        ...old(0),
        date: '2024-03-11T09:40:00',
        topic: 'Кассовое оборудование для трёх магазинов',
        service: this.services[0]?.ref ?? '',
        responsible: ivanova?.ref ?? '',
        whatToDo: 'Подготовить предложение',
      },
      {
        ...old(1),
        date: '2024-03-14T16:05:00',
        topic: 'Обновление программы',
        service: this.services[2]?.ref ?? '',
        responsible: petrov?.ref ?? '',
        whatToDo: 'Согласовать время',
      },
      { ...old(2), date: '2023-11-02T12:00:00', topic: 'Акт сверки', responsible: petrov?.ref ?? '', closed: true },
    ]
    this.interactions = [0, 1].map((n) => ({
      ...newInteraction(n),
      ref: refOf('interaction', n),
      client,
      author,
      date: `2024-03-1${n + 2}T11:20:00`,
      topic: n === 0 ? 'Уточнение адресов' : 'Отправлены цены',
      interest: this.interests[0]?.ref ?? '',
    }))
  }

  interest(ref: string): Interest | undefined {
    return this.interests.find((each) => each.ref === ref)
  }

  /** '' = a new one. */
  writeInterest(ref: string, patch: Partial<Omit<Interest, 'ref'>>): Interest {
    const found = this.interest(ref) ?? newInterest(this.interests.length)
    if (!this.interests.includes(found)) this.interests.push(found)
    return Object.assign(found, patch)
  }

  article(ref: string): Article | undefined {
    return this.articles.find((each) => each.ref === ref)
  }

  /** '' = a new one. */
  writeArticle(ref: string, patch: Partial<Omit<Article, 'ref'>>): Article {
    const found = this.article(ref) ?? newArticle(this.articles.length)
    if (!this.articles.includes(found)) this.articles.push(found)
    return Object.assign(found, patch)
  }

  potential(ref: string): Potential | undefined {
    return this.potentials.find((each) => each.ref === ref)
  }
}

const item = (space: 'service' | 'article' | 'potential', n: number) => ({
  ref: refOf(space, n),
  code: String(n + 1).padStart(9, '0'),
  name: '',
  deleted: false,
  version: 1,
})

const now = () => new Date().toISOString().slice(0, 19)
const number = (n: number) => `CRM-${String(n + 1).padStart(6, '0')}`

/** An empty one, the `n`th of the base, under a key that nobody has had. */
export const newInterest = (n: number): Interest => ({
  ref: randomUUID(),
  number: number(n),
  date: now(),
  deleted: false,
  closed: false,
  topic: '',
  client: '',
  potential: '',
  person: '',
  service: '',
  responsible: '',
  author: '',
  whatToDo: '',
  description: '',
  phone: '',
  email: '',
  version: 1,
})

export const newInteraction = (n: number): Interaction => ({
  ref: randomUUID(),
  number: number(n),
  date: now(),
  deleted: false,
  topic: '',
  content: '',
  interest: '',
  client: '',
  potential: '',
  person: '',
  responsible: '',
  author: '',
  phone: '',
  incoming: true,
  version: 1,
})

export const newPotential = (n: number): Potential => ({
  ...item('potential', n),
  ref: randomUUID(),
  person: '',
  company: '',
  responsible: '',
  contacts: [],
})

const newArticle = (n: number): Article => ({ ...item('article', n), ref: randomUUID(), text: '', service: '' })
