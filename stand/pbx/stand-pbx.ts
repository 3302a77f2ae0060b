import type { Channel } from './channel.ts'
import type { City } from './city.ts'
import type { LineCall } from './device-call.ts'
import type { Phone } from './phones.ts'

/** A PBX without SIP: speaks AMI as Asterisk 22 does, and plays the phones, the city line and the clients itself. */
export interface StandPbx {
  readonly host: string
  /** TCP port of AMI. */
  readonly port: number
  readonly phones: ReadonlyMap<string, Phone>
  readonly city: City
  /** Our number in the city. */
  readonly cityNumber: string
  /** Milliseconds since 1970 by the PBX's clock. */
  now(): number
  /** A client rings our city number, or another one of ours; `anonymous` is what a line sends for a withheld number. */
  incoming(call: { from: string; name?: string; to?: string }): LineCall
  /** Address of the control page; null without one. */
  readonly controlUrl: string | null
  /** Legs now, the oldest first. */
  channels(): readonly Channel[]
  /** Pairs of numbers that talk now, each sorted. */
  conversations(): string[][]
  /** Called after anything has changed. */
  onChange(listener: () => void): () => void
  /** Dies as by a power cut and comes back: connections, calls and variables are gone, registrations stay. */
  restart(): Promise<void>
  /** Ends all calls, forgets what rang, and puts all phones back on the network. */
  reset(): void
  stop(): Promise<void>
}
