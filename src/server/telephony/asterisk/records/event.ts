import * as v from 'valibot'

/** One channel event, as asterisk/cel_custom_trubka.conf has it written. */
export type CelEvent = {
  type: string
  /** Milliseconds since 1970, by the PBX's clock. */
  at: number
  id: string
  callId: string
  channel: string
  number: string
  name: string
  exten: string
  app: string
  data: string
  extra: Extra
}

const Extra = v.object({
  bridge_id: v.fallback(v.optional(v.string()), undefined),
  hangupcause: v.fallback(v.optional(v.number()), undefined),
  dialstatus: v.fallback(v.optional(v.string()), undefined),
})
type Extra = v.InferOutput<typeof Extra>

/** null = no record of ours. */
export function eventOf(fields: readonly string[]): CelEvent | null {
  const [type = '', time = '', id = '', callId = '', channel = '', number = '', name = '', exten = ''] = fields
  const [app = '', data = '', extra = ''] = fields.slice(8)
  if (fields.length !== 11 || !/^\d{1,11}(\.\d{1,9})?$/.test(time) || id === '' || callId === '') return null
  const at = Math.floor(Number(time) * 1000)
  return { type, at, id, callId, channel, number, name, exten, app, data, extra: extraOf(extra) }
}

/** JSON, or nothing. */
function extraOf(text: string): Extra {
  if (text === '') return {}
  try {
    return v.parse(Extra, JSON.parse(text))
  } catch {
    return {}
  }
}
