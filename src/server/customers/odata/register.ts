import type { Customer } from '../../../protocol/customer.ts'
import { Refused } from '../../ledger/outbox-lane.ts'
import type { OneCObject, RequestToRegister } from '../customers.ts'
import { setOf } from './link.ts'
import { isGuid, NO_REF, reference } from './literals.ts'
import { has, hasProperty, type Live, type Row } from './live.ts'
import { type Cut, make, placed } from './making.ts'
import { newPerson, newPotential } from './new-client.ts'
import type { PhoneRegister } from './phone-register.ts'
import { bare } from './presets/preset.ts'

/** Whose request it is, as 1C keeps it. */
type Client = { object: OneCObject; ref: string; person: string }

/** What a field is called, where its text has to stand in another one. */
const WORDS = {
  whatToDo: 'Что сделать',
  topic: 'Тема',
  name: 'Имя',
  company: 'Компания',
  phone: 'Телефон',
  email: 'Email',
  service: 'Тип услуги',
}
type Word = keyof typeof WORDS

/**
 * Makes what an intake says, and tells whose number it is now: the client, the Interest, the interaction and the number's record, each under a key of ours
 * and looked up before it is made (SPEC B6). A base without Interests gets a «Телефонный звонок», and so does one that has no
 * place for what is said of an Interest: nothing counts as registered that stands nowhere.
 * @throws Refused, or ODataError = not now
 */
export async function register(
  live: Live,
  request: RequestToRegister,
  numbers: PhoneRegister | null,
): Promise<Customer | null> {
  refuseNonsense(request)
  const client = await clientFor(live, request)
  if (has(live, live.preset.interests.set)) {
    const interest = await interestFor(live, request, client)
    const told = await interactionFor(live, request, client, interest)
    if (!told && interest.untold) await phoneCallFor(live, request, client.client)
  } else await phoneCallFor(live, request, client.client)
  if (client.client === null) return null
  await numbers?.note(request.number, ownerOf(live, client.client))
  return customerOf(live, request, client.client)
}

/** The client, and what of them 1C has no place for. */
type ForClient = { client: Client | null; homeless: Map<Word, string> }

async function clientFor(live: Live, { form, refs, number }: RequestToRegister): Promise<ForClient> {
  const known = form.client
  const contacts = { phone: form.phone || number, email: form.email }
  const texts = new Map<Word, string>([
    ['name', form.name],
    ['company', form.company],
    ['phone', contacts.phone],
    ['email', form.email],
  ])
  if (known === null) {
    if (!has(live, live.preset.potentials.set)) return { client: null, homeless: texts }
    const cut = await newPotential(live, refs.client, {
      ...contacts,
      name: form.name,
      company: form.company,
      responsible: form.manager,
    })
    return { client: { object: 'potential', ref: refs.client, person: '' }, homeless: filled(texts, cut) }
  }
  const client = clientOf(known)
  const isNew = form.name !== '' && form.name !== known.contact && form.name !== known.counterparty
  const alone = client.object === 'counterparty' && client.person === ''
  if (isNew && alone && has(live, live.preset.persons.set)) {
    const cut = await newPerson(live, refs.contact, { ...contacts, name: form.name, counterparty: client.ref })
    return { client: { ...client, person: refs.contact }, homeless: filled(texts, cut) }
  }
  return { client, homeless: new Map([...texts].filter(([word]) => isNew || word === 'phone' || word === 'email')) }
}

/** Who has the number from now on, as a call shows it. */
function customerOf({ base, loaded }: Live, { form }: RequestToRegister, { object, ref, person }: Client): Customer {
  if (form.client !== null)
    return person === '' ? form.client : { ...form.client, person, contact: form.client.contact || form.name }
  return {
    base,
    ref,
    ...(object === 'potential' ? { kind: 'potential' as const } : {}),
    contact: form.name || (form.company === '' ? form.phone : ''),
    counterparty: form.company,
    responsible: loaded.users.get(form.manager) ?? '',
  }
}

const clientOf = ({ ref, kind, person }: Customer): Client => ({
  object: kind ?? 'counterparty',
  ref,
  person: person ?? '',
})

/** What has been cut of these texts. */
const filled = (texts: Map<Word, string>, cut: Cut): Map<Word, string> => {
  const lost = new Set(cut.values())
  return new Map([...texts].filter(([, text]) => lost.has(text)))
}

/** The Interest, what of it has no place there, and whether anything at all has to be told elsewhere. */
type ForInterest = { ref: string; homeless: Map<Word, string>; untold: boolean }

async function interestFor(
  live: Live,
  { form, refs, at, by, number }: RequestToRegister,
  { client, homeless }: ForClient,
): Promise<ForInterest> {
  if (form.interest !== null) return { ref: form.interest, homeless, untold: true }
  const { interests: names } = live.preset
  const fields: Row = {
    [names.topic]: form.topic,
    [names.whatToDo]: form.whatToDo,
    [names.phone]: form.phone || number,
    [names.email]: form.email,
  }
  const rest = new Map([...homeless].filter(([word]) => !isWord(word) || !hasProperty(live, names.set, names[word])))
  if (!hasProperty(live, names.set, names.whatToDo)) rest.set('whatToDo', form.whatToDo)
  if (!hasProperty(live, names.set, names.service)) rest.set('service', serviceName(live, form.service))
  const row = placed(live, names.set, {
    ...fields,
    [names.date]: live.clock.local(at),
    [names.description]: [form.description, ...lines(rest)].filter(Boolean).join('\n'),
    ...(isGuid(form.service) ? { [names.service]: form.service } : {}),
    [names.responsible]: form.manager || NO_REF,
    [names.author]: by || NO_REF,
    ...clientFields(live, names, client),
  })
  const cut = await make(live, names, refs.interest, row)
  const home = hasProperty(live, names.set, names.description)
  const topic = cut.get(bare(names.topic))
  const elsewhere = new Map([...(home ? [] : rest), ...(topic === undefined ? [] : [['topic', topic] as const])])
  const untold = lines(elsewhere).length > 0 || (!home && form.description !== '')
  return { ref: refs.interest, homeless: elsewhere, untold }
}

const serviceName = ({ loaded }: Live, service: string): string =>
  loaded.services.types.find(({ ref }) => ref === service)?.name ?? ''

const isWord = (word: Word): word is 'phone' | 'email' => word === 'phone' || word === 'email'

/** False = the base has no place for its text. */
async function interactionFor(
  live: Live,
  { form, refs, at, by, number }: RequestToRegister,
  { client }: ForClient,
  interest: ForInterest,
): Promise<boolean> {
  const { interactions: names, interests } = live.preset
  if (!has(live, names.set)) return false
  const homeless = new Map(interest.homeless)
  if (hasProperty(live, names.set, names.phone)) homeless.delete('phone')
  const content = [form.whatToDo, form.description, ...lines(homeless)].filter(Boolean).join('\n')
  const row = placed(live, names.set, {
    [names.date]: live.clock.local(at),
    [names.topic]: form.topic,
    [names.content]: content,
    [names.responsible]: form.manager || NO_REF,
    [names.author]: by || NO_REF,
    [names.phone]: form.phone || number,
    [names.incoming]: true,
    ...clientFields(live, names, client),
  })
  await make(live, names, refs.interaction, { ...row, ...reference(bare(names.basis), interest.ref, interests.set) })
  return hasProperty(live, names.set, names.content)
}

/** БСП's «Тема» is no longer, and the rest is cut in silence. */
const MOST_TOPIC = 100

async function phoneCallFor(
  live: Live,
  { form, refs, at, by, number }: RequestToRegister,
  client: Client | null,
): Promise<void> {
  const { phoneCalls: names } = live.preset
  if (!has(live, names.set)) {
    const { interests, interactions } = live.preset
    const place = has(live, interests.set) ? `a place for its text in ${interactions.set}` : interests.set
    throw new Refused(`the base has neither ${place} nor ${names.set}: there is nothing to register an intake as`)
  }
  const texts = new Map<Word, string>([
    ['topic', form.topic.length > MOST_TOPIC ? form.topic : ''],
    ['service', serviceName(live, form.service)],
    ['whatToDo', form.whatToDo],
    ['name', form.name],
    ['company', form.company],
    ['email', form.email],
  ])
  const row = placed(live, names.set, {
    [names.date]: live.clock.local(at),
    [names.incoming]: true,
    [names.subscriber]: form.name || form.client?.contact || form.client?.counterparty || form.company,
    [names.contactWay]: form.phone || number,
    [names.topic]: form.topic || form.whatToDo.slice(0, MOST_TOPIC),
    [names.description]: [form.description, ...lines(texts)].filter(Boolean).join('\n'),
    [names.responsible]: form.manager || NO_REF,
    [names.author]: by || NO_REF,
  })
  const contact =
    client !== null && hasProperty(live, names.set, names.contact)
      ? reference(bare(names.contact), ...objectOf(live, client))
      : {}
  await make(live, names, refs.interaction, { ...row, ...contact })
}

const lines = (texts: ReadonlyMap<Word, string>): string[] =>
  [...texts].flatMap(([word, text]) => (text === '' ? [] : [`${WORDS[word]}: ${text}`]))

type ClientNames = { set: string; counterparty: string; potential: string; person: string }

function clientFields(live: Live, names: ClientNames, client: Client | null): Row {
  if (client === null) return {}
  const own: [OneCObject & keyof ClientNames, string][] = [
    ['counterparty', client.object === 'counterparty' ? client.ref : ''],
    ['potential', client.object === 'potential' ? client.ref : ''],
    ['person', client.object === 'person' ? client.ref : client.person],
  ]
  const fields: Row = {}
  for (const [object, ref] of own)
    if (ref !== '') Object.assign(fields, reference(names[object], ref, setOf(live.preset, object)))
  return fields
}

function objectOf(live: Live, { object, ref, person }: Client): [ref: string, set: string] {
  return person === '' || object === 'person'
    ? [ref, setOf(live.preset, object)]
    : [person, setOf(live.preset, 'person')]
}

function ownerOf(live: Live, client: Client): { set: string; ref: string } {
  const [ref, set] = objectOf(live, client)
  return { set, ref }
}

/** What cannot become right by repeating. */
function refuseNonsense({ form, refs }: RequestToRegister): void {
  const needed = [refs.client, refs.contact, refs.interest, refs.interaction]
  const given = [form.client?.ref, form.client?.person, form.interest, form.manager].filter((ref) => ref)
  for (const ref of [...needed, ...given])
    if (ref && !isGuid(ref)) throw new Refused(`${ref.slice(0, 40)} is no reference of 1C`)
}
