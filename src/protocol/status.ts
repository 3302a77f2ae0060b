import * as v from 'valibot'

/** What one says of oneself (SPEC A8). `doNotDisturb` = the PBX rings this person's phone for nobody. */
export const StatusKind = v.picklist(['available', 'away', 'lunch', 'doNotDisturb'])
export type StatusKind = v.InferOutput<typeof StatusKind>

/** How one is best reached meanwhile. */
export const Reach = v.picklist(['phone', 'mobile', 'chat', 'email'])
export type Reach = v.InferOutput<typeof Reach>

export const MOST_NOTE_LENGTH = 100

/** An own status; `until` in milliseconds since 1970, after which one is available again; null = until it is changed. */
export const Status = v.strictObject({
  kind: StatusKind,
  /** Hostile text. */
  note: v.pipe(v.string(), v.trim(), v.maxLength(MOST_NOTE_LENGTH)),
  until: v.nullable(v.pipe(v.number(), v.integer())),
  reach: v.nullable(Reach),
})
export type Status = v.InferOutput<typeof Status>

/** As colleagues see it. `idle` = nobody has touched any of their machines for a while, and they have not said why. */
export const ShownStatus = v.object({ ...Status.entries, idle: v.optional(v.boolean()) })
export type ShownStatus = v.InferOutput<typeof ShownStatus>

/** Of whom nothing else is known. */
export const AVAILABLE: Status = { kind: 'available', note: '', until: null, reach: null }

export const isPlain = ({ kind, note, until, reach }: Status): boolean =>
  kind === 'available' && note === '' && until === null && reach === null
