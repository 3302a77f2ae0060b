import * as v from 'valibot'

/** The settings that decide which rule lines are good (SPEC C3, C5). */
export const RoutingSettings = v.object({
  /** «Использовать маршрутизацию звонков сервером по переданной таблице» */
  enabled: v.boolean(),
  /** «Последние цифры телефонного номера»: how many of a number's last digits are its key. */
  lastDigits: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(15)),
  /** «Длина внутренних номеров» */
  internalLength: v.pipe(
    v.object({
      min: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9)),
      max: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9)),
    }),
    v.check(({ min, max }) => min <= max, 'min must not exceed max'),
  ),
})
export type RoutingSettings = v.InferOutput<typeof RoutingSettings>

export const RuleFault = v.picklist([
  'notDigits',
  'numberTooShort',
  'numberTooLong',
  'internalTooShort',
  'internalTooLong',
])
export type RuleFault = v.InferOutput<typeof RuleFault>

/** A good line: `target` is null for a removal, `9035677876=` (SPEC C2). */
export type Rule = { key: string; target: string | null }

/** Longest line that can be right: 32 digits, `=`, 9 digits. Anything longer is noise and is not looked into. */
const MAX_LINE = 42

/**
 * Reads one line `9035677876=103` (SPEC C2, C3). White space around it is forgiven, nothing else is.
 * The key is the number's last `lastDigits` digits.
 */
export function readRuleLine(line: string, settings: RoutingSettings): Rule | RuleFault {
  const match = line.length > MAX_LINE * 2 ? null : /^([0-9]+)=([0-9]*)$/.exec(line.trim())
  const number = match?.[1]
  const target = match?.[2]
  if (number === undefined || target === undefined) return 'notDigits'
  if (number.length < settings.lastDigits) return 'numberTooShort'
  if (number.length > 32) return 'numberTooLong'
  if (target !== '' && target.length < settings.internalLength.min) return 'internalTooShort'
  if (target.length > settings.internalLength.max) return 'internalTooLong'
  return { key: number.slice(-settings.lastDigits), target: target === '' ? null : target }
}

/** A line that was ignored, as the sender is told of it. `line` is cut to 80 characters. */
export const RefusedLine = v.object({
  /** Counted from 1 within the request or the file. */
  at: v.number(),
  line: v.string(),
  fault: RuleFault,
})
export type RefusedLine = v.InferOutput<typeof RefusedLine>
