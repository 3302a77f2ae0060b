import * as v from 'valibot'
import type { LineCall } from '../device-call.ts'
import type { Phone } from '../phones.ts'
import type { StandPbx } from '../stand-pbx.ts'

/** A refusal, in words for the page. */
export class Refused extends Error {
  readonly status: 400 | 404 | 409

  constructor(status: 400 | 404 | 409, message: string) {
    super(message)
    this.status = status
  }
}

/** A number as people write it: `+7 (916) 111-22-33`. Digits only are kept, as the city line sends them. */
const TypedNumber = v.pipe(
  v.string(),
  v.maxLength(40),
  v.regex(/^\+?[\d\s().-]+$/, 'В номере могут быть только цифры.'),
  v.transform((text) => text.replace(/\D/g, '')),
  v.minLength(2, 'Номер слишком короткий.'),
  v.maxLength(20, 'Номер слишком длинный.'),
)
const IncomingBody = v.object({ from: TypedNumber, name: v.optional(v.pipe(v.string(), v.maxLength(80)), '') })
const DialBody = v.object({ to: TypedNumber })

/** Carries out what the page asks for: `POST path` with a JSON body. Throws `Refused`. */
export function command(pbx: StandPbx, path: string, body: unknown): void {
  const parts = path.split('/').slice(1)
  const [room, id, action] = parts
  if (room === 'calls' && parts.length === 1) {
    const { from, name } = read(IncomingBody, body)
    pbx.incoming({ from, name })
  } else if (room === 'phones' && parts.length === 3) phoneCommand(pbx, id ?? '', action ?? '', body)
  else if (room === 'city' && parts.length === 3) cityCommand(pbx, id ?? '', action ?? '')
  else throw new Refused(404, 'Такой команды нет.')
}

function phoneCommand(pbx: StandPbx, number: string, action: string, body: unknown): void {
  const phone = pbx.phones.get(number)
  if (!phone) throw new Refused(404, 'Такого аппарата нет.')
  switch (action) {
    case 'answer':
      ringing(phone).answer()
      return
    case 'reject':
      ringing(phone).reject()
      return
    case 'hangup':
      current(phone).hangup()
      return
    case 'register':
      phone.register()
      return
    case 'unregister':
      phone.unregister()
      return
    case 'dial':
      dial(phone, read(DialBody, body).to)
      return
    default:
      throw new Refused(404, 'Такой команды нет.')
  }
}

function cityCommand(pbx: StandPbx, id: string, action: string): void {
  const call = pbx.city.call(id)
  if (!call) throw new Refused(404, 'Этого звонка уже нет.')
  const rings = call.direction === 'in' && call.state === 'ringing'
  if (action === 'hangup') call.hangup()
  else if (action !== 'answer' && action !== 'reject') throw new Refused(404, 'Такой команды нет.')
  else if (!rings) throw new Refused(409, 'Этот телефон не звонит.')
  else if (action === 'answer') call.answer()
  else call.reject()
}

function ringing(phone: Phone): LineCall {
  const call = phone.ringing
  if (!call) throw new Refused(409, 'Аппарат не звонит.')
  return call
}

/** What the handset hangs up: the conversation, else what it dials, else what rings. */
function current(phone: Phone): LineCall {
  const call = phone.calls.find(({ state }) => state === 'up') ?? phone.calls[0]
  if (!call) throw new Refused(409, 'Трубка лежит.')
  return call
}

function dial(phone: Phone, to: string): void {
  if (!phone.registered) throw new Refused(409, 'Аппарат отключён от сети.')
  try {
    phone.dial(to)
  } catch {
    throw new Refused(409, 'АТС не знает такого номера: внутренние из трёх цифр, городские от семи.')
  }
}

function read<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> {
  const result = v.safeParse(schema, body)
  if (!result.success) throw new Refused(400, result.issues[0].message)
  return result.output
}
