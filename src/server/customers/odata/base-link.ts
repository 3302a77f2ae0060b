import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Colleague } from '../../../protocol/people.ts'
import type { RoutingSettings } from '../../../protocol/routing.ts'
import type { Base } from '../../../protocol/state.ts'
import { Refused } from '../../ledger/outbox-lane.ts'
import type { CallToRegister, Routes } from '../customers.ts'
import { BaseData, type Progress } from './base-data.ts'
import { type ODataAddress, ODataClient, ODataError, pause } from './client.ts'
import { type Clock, clockOf } from './clock.ts'
import { has, type Live } from './live.ts'
import type { Loaded } from './load.ts'
import { type Absent, REMEDY, readMetadata, type Wanted, wantedFrom } from './metadata.ts'
import { makePhoneCall } from './phone-calls.ts'
import type { PhoneIndex } from './phone-index.ts'
import { PhoneRegister } from './phone-register.ts'
import { type OwnNames, type Preset, type PresetId, presetOf } from './presets/presets.ts'

/** One base, as the configuration has it. */
export type BaseSettings = {
  id: string
  name: string
  urls: readonly string[]
  odata: ODataAddress
  /** `e1c://server/…` */
  thinClient?: string | undefined
  refreshSeconds: number
  /** After so long all is read anew, changed or not. */
  reloadHours?: number
  preset?: PresetId
  /** Names of one's own, in place of the preset's. */
  names?: OwnNames
  phoneRegister?: boolean
  /** Whose times the base keeps; this machine's when unset. */
  timeZone?: string | undefined
}

/** What tells an internal number from others, and one client's number from another's. */
export type Lengths = Pick<RoutingSettings, 'lastDigits' | 'internalLength'>

export type LinkOptions = {
  base: BaseSettings
  lengths: Lengths
  logger: Logger
  /** For one answer of 1C. */
  timeoutMs: number
  /** The same while somebody waits for it. */
  liveMs?: number | undefined
  /** Before the first repetition; grows from then on. */
  retryMs: number
  changed: () => void
}

const MAX_RETRY_MS = 60_000
/** What a base lacks, and may do without, is looked for again after so long. */
const LOOK_AGAIN_MS = 900_000
const RELOAD_HOURS = 24
/** After a reading that took longer, 1C is left in peace four times as long, however often it is to be asked. */
const LONG_MS = 10_000
const PEACE = 4
/** The link to one base: loads it, again and again, and keeps what was loaded while 1C is down. */
export class BaseLink {
  readonly #o: LinkOptions
  readonly #stop = new AbortController()
  readonly #client: ODataClient
  readonly #clock: Clock
  readonly #data: BaseData
  readonly preset: Preset
  #wanted: Wanted | null = null
  #wantedAt = 0
  #lacks: readonly Absent[] = []
  /** As it was last told of. */
  #absent = ''
  #state: Base['state'] = 'loading'
  #loadedAt: number | null = null
  #fault: string | null = null
  #running: Promise<void> | null = null
  #lengths: Lengths
  /** Ends the pause before the next loading. */
  #hurry = new AbortController()
  #reading = false

  constructor(options: LinkOptions) {
    this.#o = options
    this.#lengths = options.lengths
    this.#clock = clockOf(options.base.timeZone)
    const { timeoutMs, liveMs, retryMs, logger } = options
    const { reloadHours = RELOAD_HOURS } = options.base
    this.#data = new BaseData({ reloadHours, logger, growing: () => options.changed() })
    const { preset = 'bsp', names = {}, phoneRegister = true } = options.base
    // What is not to be written is not missed.
    this.preset = presetOf(preset, { ...names, ...(phoneRegister ? {} : { 'phoneRegister.set': '' }) })
    this.#client = new ODataClient(options.base.odata, {
      timeoutMs,
      ...(liveMs === undefined ? {} : { liveMs }),
      retryMs,
      stop: this.#stop.signal,
      lost: () => this.#lost(),
    })
  }

  get base(): Base {
    const { id, name, urls, thinClient } = this.#o.base
    const first = this.loaded === null ? this.progress : null
    const thin = thinClient === undefined ? {} : { thinClient }
    const progress = first === null ? {} : { progress: first }
    return { id, name, urls: [...urls], state: this.#state, loadedAt: this.#loadedAt, ...thin, ...progress }
  }

  get loaded(): Loaded | null {
    return this.#data.loaded
  }

  /** What callers are looked up in: a base that is being loaded for the first time knows some of them already. */
  get callers(): PhoneIndex | null {
    return this.#data.callers
  }

  get people(): readonly Colleague[] {
    return this.loaded?.people ?? []
  }

  /** Why it is down, in words; null when it is not. */
  get fault(): string | null {
    return this.#fault
  }

  get progress(): Progress | null {
    return this.#data.progress
  }

  /** What the base lacks of what Trubka can make use of. */
  get lacks(): readonly Absent[] {
    return this.#lacks
  }

  /** Whether the register «Номера телефонов для поиска» is there and to be written. */
  get hasPhoneRegister(): boolean {
    return this.loaded?.properties.has(this.preset.phoneRegister.set) ?? false
  }

  /** For whoever asks and writes now. @throws ODataError while nothing has been read yet */
  live(): Live {
    const { preset } = this
    const { base, logger } = this.#o
    const { loaded } = this
    if (loaded === null) throw new ODataError(`${base.odata.url}: not read yet`)
    return { base: base.id, client: this.#client, preset, loaded, clock: this.#clock, logger }
  }

  /** The same for what is owed: a base that answers slowly is written to all the same. */
  writing(): Live {
    return { ...this.live(), patient: true }
  }

  employee(number: string): Colleague | null {
    return this.people.find((person) => person.number === number) ?? null
  }

  /** See `Customers.writeRoutes`. */
  async writeRoutes(routes: Routes): Promise<void> {
    await this.phoneRegister().write(routes)
  }

  /** See `Customers.registerCall`; `unknown` = nobody has the number. */
  async registerCall({ call, recording }: CallToRegister, unknown: boolean): Promise<void> {
    const live = this.writing()
    const { set } = this.preset.phoneCalls
    if (!has(live, set))
      throw new Refused(
        `the base has no ${set} that can be written: registerCalls «off» says that it is not to have calls`,
      )
    const [customer = null] = call.direction === 'internal' ? [] : live.loaded.index.find(call.number)
    const employee = (number: string) => this.employee(number)
    await makePhoneCall(live, { call, customer, employee, recording })
    if (unknown && call.direction !== 'internal' && this.hasPhoneRegister)
      await this.phoneRegister().noteUnknown(call.number)
  }

  /** @throws ODataError while it cannot be written to */
  phoneRegister(): PhoneRegister {
    const { client, preset, loaded } = this.live()
    const { index, properties } = loaded
    if (index.lastDigits !== this.#lengths.lastDigits)
      throw new ODataError(`${this.#o.base.odata.url}: not read yet by as many digits as decide now`)
    const employee = (number: string) => this.employee(number)?.id ?? null
    return new PhoneRegister({ client, preset, index, properties, employee })
  }

  /** Loads anew, by these, unless it is the same as before. */
  setLengths(lengths: Lengths): void {
    if (isDeepStrictEqual(lengths, this.#lengths)) return
    this.#lengths = lengths
    this.#hurry.abort()
  }

  start(): void {
    this.#running ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 0; !signal.aborted; ) {
      this.#hurry = new AbortController()
      const begun = performance.now()
      this.#reading = true
      failures = (await this.#bringUpToDate()) ? 0 : failures + 1
      this.#reading = false
      const took = performance.now() - begun
      const refresh = Math.max(this.#o.base.refreshSeconds * 1000, took > LONG_MS ? took * PEACE : 0)
      const retry = Math.min(MAX_RETRY_MS, this.#o.retryMs * 2 ** Math.min(failures, 10))
      // Not all servers at the same moment after 1C has come back.
      const ms = failures === 0 ? refresh : Math.min(refresh, retry) * (0.75 + Math.random() / 2)
      await pause(ms, AbortSignal.any([signal, this.#hurry.signal]))
    }
  }

  async #bringUpToDate(): Promise<boolean> {
    try {
      const { properties } = await this.#names()
      const wish = { client: this.#client, base: this.#o.base.id, preset: this.preset, properties }
      await this.#data.bringUpToDate({ ...wish, ...this.#lengths })
      if (this.#stop.signal.aborted) return false
      this.#loadedAt = Date.now()
      this.#state = 'up'
      this.#fault = null
      this.#o.changed()
      return true
    } catch (error) {
      if (this.#stop.signal.aborted) return false
      // The base may have been changed: its sets are looked at again before the next loading.
      if (error instanceof ODataError && error.status !== null) this.#wanted = null
      this.#down(error)
      return false
    }
  }

  /** What to ask for. */
  async #names(): Promise<Wanted> {
    if (this.#wanted !== null && performance.now() < this.#wantedAt + LOOK_AGAIN_MS) return this.#wanted
    const { preset } = this
    const wanted = wantedFrom(readMetadata(await this.#client.metadata()), preset)
    const faults = wanted.absent.filter(({ part }) => preset.expected.includes(part))
    this.#lacks = wanted.absent
    this.#tellAbsent(
      faults.flatMap(({ names }) => names),
      wanted.absent.filter((each) => !faults.includes(each)).flatMap(({ names }) => names),
    )
    // What ought to be there may have been added by the next time.
    this.#wanted = faults.length === 0 ? wanted : null
    this.#wantedAt = performance.now()
    return wanted
  }

  #tellAbsent(faults: readonly string[], others: readonly string[]): void {
    const { base, logger } = this.#o
    const told = [...faults, '', ...others].join(', ')
    if (told === this.#absent) return
    this.#absent = told
    if (faults.length > 0)
      logger.warn(
        { base: base.id, absent: faults },
        `the OData interface of 1C lacks ${faults.join(', ')}; what comes of that is on the manager page. To have it, ${REMEDY}`,
      )
    if (others.length > 0)
      logger.info({ base: base.id, absent: others }, '1C base does without some of what Trubka can use')
  }

  /** Nobody answers: that is told at once, and not after the next loading. */
  #lost(): void {
    if (this.#state !== 'up') return
    this.#down(new ODataError(`${this.#o.base.odata.url}: 1C does not answer`))
    if (!this.#reading) this.#hurry.abort()
  }

  #down(error: unknown): void {
    const fault = error instanceof Error ? error.message : String(error)
    const known = this.#fault === fault
    const was = this.#state
    this.#fault = fault
    this.#state = 'down'
    // The same fault is said once, not at every attempt.
    if (!known) this.#o.logger.warn({ base: this.#o.base.id, fault }, '1C base cannot be read')
    if (was !== 'down') this.#o.changed()
  }
}
