import * as v from 'valibot'
import { Customer } from './customer.ts'

/** 1C cuts longer strings in silence. */
const Short = v.pipe(v.string(), v.maxLength(150))
const Long = v.pipe(v.string(), v.maxLength(10_000))

/** «Тип услуги». */
export const ServiceType = v.object({ ref: v.string(), name: v.string() })
export type ServiceType = v.InferOutput<typeof ServiceType>

/** What the wizard offers in one base: «Типы услуг», and which of them each department renders (SPEC B7). */
export const Services = v.object({
  types: v.array(ServiceType),
  /** By the department's name, as colleagues have it: refs of its types. One that is not here renders none. */
  departments: v.record(v.string(), v.array(v.string())),
})
export type Services = v.InferOutput<typeof Services>

/** An active «Интерес» of a client (SPEC B1). Empty strings where 1C has nothing. */
export const Interest = v.object({
  ref: v.string(),
  number: v.string(),
  topic: v.string(),
  /** Ref of its «Тип услуги»; empty = none. */
  service: v.string(),
  /** Ref_Key of the user who is responsible; empty = nobody. */
  responsible: v.string(),
  /** Milliseconds since 1970. */
  createdAt: v.number(),
})
export type Interest = v.InferOutput<typeof Interest>

/** A past «Взаимодействие», for a glance. */
export const PastInteraction = v.object({ at: v.number(), topic: v.string(), by: v.string() })
export type PastInteraction = v.InferOutput<typeof PastInteraction>

/** What 1C knows of a client beyond who they are. */
export const ClientDetails = v.object({
  /** Ref_Key of the user responsible for the client (SPEC B2); empty = nobody. */
  responsible: v.string(),
  interests: v.array(Interest),
  /** The latest first. */
  interactions: v.array(PastInteraction),
})
export type ClientDetails = v.InferOutput<typeof ClientDetails>

/** An article of the knowledge base (SPEC B11); `link` is its navigation link, `e1cib/data/…`. */
export const Article = v.object({ ref: v.string(), title: v.string(), link: v.string() })
export type Article = v.InferOutput<typeof Article>

/** What an operator types into «Мастер принятия обращения» (SPEC B8). */
export const IntakeForm = v.object({
  /** The id of the base in which it will be registered. */
  base: v.string(),
  /** What stands in the search field; null = the number as it came. */
  search: v.optional(v.nullable(Short), null),
  /** The client found or chosen; null = a new one, by `name` and `company`. */
  client: v.nullable(Customer),
  /** Ref of the Interest chosen; null = a new one. */
  interest: v.nullable(v.string()),
  name: Short,
  company: Short,
  email: Short,
  phone: Short,
  topic: Short,
  /** Ref of the «Тип услуги»; empty = none. */
  service: v.string(),
  whatToDo: Long,
  description: Long,
  /** Ref_Key of the user who is to have it; empty = nobody yet. */
  manager: v.string(),
  /** «Открывать интерес» (SPEC B10). */
  openInterest: v.boolean(),
})
export type IntakeForm = v.InferOutput<typeof IntakeForm>

/** Made of the phone and the call: the same after every restart. */
export const IntakeId = v.pipe(v.string(), v.uuid())

/** A wizard that is open for one operator and one call. */
export const Intake = v.object({
  id: IntakeId,
  callId: v.string(),
  /** Of the client, as it came. */
  number: v.string(),
  form: IntakeForm,
  /** Counts the form's changes, by whomever; the higher one is kept where two meet. 0 = nobody has typed yet. */
  version: v.number(),
  /** The name of the colleague who has begun it and handed it over (SPEC B9); null = this operator's own. */
  from: v.nullable(v.string()),
})
export type Intake = v.InferOutput<typeof Intake>

/**
 * An intake that this operator has accepted, and that is not in 1C yet. `unsent` = not at the server either, which only the
 * operator's browser can know; `delayed` = 1C does not answer; `refused` = 1C will not have it as it is.
 */
export const Acceptance = v.object({
  /** The intake's. */
  id: IntakeId,
  /** When it was accepted, milliseconds since 1970. */
  at: v.number(),
  number: v.string(),
  form: IntakeForm,
  state: v.picklist(['unsent', 'saving', 'delayed', 'refused']),
  /** Why it was refused, in 1C's words; else empty. */
  why: v.string(),
})
export type Acceptance = v.InferOutput<typeof Acceptance>

/** What a manager is told of a request that a colleague has accepted for them (SPEC B6). */
export const Notice = v.object({
  id: v.string(),
  /** The id of the base in which it is. */
  base: v.string(),
  /** When it was accepted, milliseconds since 1970. */
  at: v.number(),
  /** The name of the colleague who has accepted it. */
  from: v.string(),
  /** As it is to be shown. */
  client: v.string(),
  number: v.string(),
  topic: v.string(),
  whatToDo: v.string(),
  /** Navigation link of the Interest; empty while it is not in 1C yet, or where the base has none. */
  link: v.string(),
})
export type Notice = v.InferOutput<typeof Notice>
