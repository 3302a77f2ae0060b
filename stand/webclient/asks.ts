import * as v from 'valibot'

/** What the page asks of its server, checked where it comes in. */

const Text = v.string()
const Contacts = v.array(v.object({ kind: Text, text: Text, comment: Text }))
export const KINDS_OF_OBJECT = ['client', 'person', 'user', 'call', 'interest', 'article'] as const

/** What a write sends of an object: all that its form can change. `ref` '' = a new one. */
const Written = v.variant('kind', [
  v.object({
    kind: v.literal('client'),
    ref: Text,
    name: Text,
    fullName: Text,
    inn: Text,
    kpp: Text,
    contacts: Contacts,
    responsible: Text,
    routing: Text,
  }),
  v.object({
    kind: v.literal('person'),
    ref: Text,
    owner: Text,
    name: Text,
    position: Text,
    contacts: Contacts,
  }),
  v.object({
    kind: v.literal('user'),
    ref: Text,
    name: Text,
    internal: Text,
    invalid: v.boolean(),
    contacts: Contacts,
  }),
  v.object({
    kind: v.literal('call'),
    ref: Text,
    incoming: v.boolean(),
    subscriber: Text,
    contactWay: Text,
    subject: Text,
    text: Text,
    considered: v.boolean(),
    responsible: Text,
  }),
  v.object({
    kind: v.literal('interest'),
    ref: Text,
    topic: Text,
    whatToDo: Text,
    text: Text,
    responsible: Text,
    closed: v.boolean(),
  }),
  v.object({
    kind: v.literal('article'),
    ref: Text,
    name: Text,
    text: Text,
  }),
])

export const asks = {
  fault: v.object({ kind: Text, detail: Text }),
  list: v.object({ search: Text, offset: v.number(), count: v.number() }),
  requests: v.object({ offset: v.number(), count: v.number() }),
  preview: v.object({ ref: Text }),
  form: v.object({ kind: v.picklist(KINDS_OF_OBJECT), ref: Text }),
  users: v.object({ search: Text, numberedOnly: v.boolean() }),
  logForm: v.object({
    object: Written,
    /** `refused` and `error` leave the data as they are. */
    outcome: v.picklist(['ok', 'refused', 'error']),
    /** For how long the answer is held back; the page's main thread stands still meanwhile. */
    blockMs: v.pipe(v.number(), v.maxValue(20_000)),
  }),
}

export type ObjectWrite = v.InferOutput<typeof Written>
export type SaveAsk = v.InferOutput<typeof asks.logForm>
export type ObjectKind = (typeof KINDS_OF_OBJECT)[number]
