/** A login of the Asterisk Manager Interface, as in manager.conf. */
export type AmiUser = {
  name: string
  secret: string
  /** Classes of events it may hear: `read` of manager.conf. */
  read: readonly string[]
  /** Names of the only events it hears, as `eventfilter = Event: …`; none = all. */
  only: readonly string[]
}

/** A number and the name that belongs to it. */
export type NamedNumber = { number: string; name: string }

export type StandPbxOptions = {
  /** Where to listen; 127.0.0.1 unless told. */
  host?: string
  /** TCP port of AMI; 5038 unless told, 0 = any free one. */
  port?: number
  /** TCP port of the control page; no page unless told, 0 = any free one. */
  controlPort?: number
  /** `trubka` and `trubkaroute` unless told, see `defaultUsers`. */
  users?: readonly AmiUser[]
  /** Internal phones; 101–160, all registered, unless told. */
  phones?: readonly NamedNumber[]
  /** Our number in the city: what clients dial and what they see. */
  cityNumber?: string
  /** Another number of ours, whose calls are recorded. */
  recordedNumber?: string
  /** Other ways than the operator's phone for inbound calls, by the number dialled: `context,extension,priority`. */
  usualWays?: ReadonlyMap<string, string>
  /** After how many milliseconds a client picks up; null = only when told. 1500 unless told. */
  cityAnswersAfterMs?: number | null
  /** How long a routed call rings at its target, by the number dialled, in seconds; 20 unless told (`TRUBKA_RING`). */
  ringsFor?: ReadonlyMap<string, number>
  /** Ready callers on the control page. */
  suggestions?: readonly NamedNumber[]
  /** The PBX's clock is ahead of this machine's by so many milliseconds; 0 unless told. */
  clockOffsetMs?: number
  /** The file in which it records calls (`pbx.callRecords` of the server); none unless told. */
  callRecords?: string
  /** Shuffles events whose order a real PBX does not fix; without it the order is always the same. */
  seed?: number
}

export const defaultUsers: readonly AmiUser[] = [
  { name: 'trubka', secret: 'trubka', read: ['system', 'call', 'reporting', 'cdr', 'user'], only: [] },
  { name: 'trubkaroute', secret: 'trubkaroute', read: ['user'], only: ['UserEvent'] },
]

export const defaultPhones: readonly NamedNumber[] = Array.from({ length: 60 }, (_, i) => {
  const number = String(101 + i)
  return { number, name: `Operator ${number}` }
})
