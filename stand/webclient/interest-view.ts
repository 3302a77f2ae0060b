import type { Base } from '../data/base.ts'
import type { Interest } from '../data/types.ts'
import { date, refValue } from './shown.ts'
import type { InterestData, ListAnswer } from './wire.ts'

const clientOf = (base: Base, { client, potential }: Pick<Interest, 'client' | 'potential'>): string =>
  base.client(client)?.name ?? base.crm.potential(potential)?.name ?? ''

const personOf = (base: Base, { person, potential }: Interest): string =>
  base.person(person)?.name ?? base.crm.potential(potential)?.person ?? ''

const serviceOf = (base: Base, { service }: Interest): string =>
  base.crm.services.find(({ ref }) => ref === service)?.name ?? ''

const interactionsOf = (base: Base, interest: string) =>
  base.crm.interactions.filter((each) => each.interest === interest).sort((a, b) => (a.date < b.date ? 1 : -1))

export function interestView(base: Base, ref: string): InterestData | null {
  const interest = base.crm.interest(ref)
  if (!interest) return null
  const { number, topic, whatToDo, description, phone, email, closed } = interest
  return {
    ...{ kind: 'interest', ref, number, topic, whatToDo, phone, email, closed },
    date: date(interest.date),
    client: clientOf(base, interest),
    person: personOf(base, interest),
    service: serviceOf(base, interest),
    text: description,
    responsible: refValue(base, interest.responsible),
    author: base.employee(interest.author)?.name ?? '',
    interactions: interactionsOf(base, ref)
      .map(({ date: at, topic: about, content }) => [date(at), about, content.replace(/\n/g, '; ')].join(' — '))
      .join('\n'),
  }
}

/** What is still to be done, the latest first; `cells` in the order of the page's columns. */
export function requestsView(base: Base, { offset, count }: { offset: number; count: number }): ListAnswer {
  const open = base.crm.interests.filter(({ closed, deleted }) => !closed && !deleted)
  const latest = open.sort((a, b) => (a.date < b.date ? 1 : -1))
  const rows = latest.slice(offset, offset + count).map((interest) => ({
    ref: interest.ref,
    deleted: false,
    cells: [
      interest.topic,
      clientOf(base, interest),
      interest.whatToDo,
      refValue(base, interest.responsible).name,
      serviceOf(base, interest),
      String(interactionsOf(base, interest.ref).length),
      date(interest.date),
    ],
  }))
  return { total: open.length, rows }
}
