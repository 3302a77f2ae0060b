import type { Logger } from 'pino'
import type { Colleague } from '../../../protocol/people.ts'
import type { RoutingSettings } from '../../../protocol/routing.ts'
import type { Base } from '../../../protocol/state.ts'
import type { Routes } from '../customers.ts'
import { type ODataAddress, ODataClient, ODataError, pause } from './client.ts'
import { type Loaded, loadBase } from './load.ts'
import { readMetadata, type Wanted, wantedFrom } from './metadata.ts'
import { PhoneRegister } from './phone-register.ts'
import type { Preset } from './preset.ts'

/** One base, as the configuration has it. */
export type BaseSettings = {
  id: string
  name: string
  urls: readonly string[]
  odata: ODataAddress
  refreshSeconds: number
}

/** What tells an internal number from others, and one client's number from another's. */
export type Lengths = Pick<RoutingSettings, 'lastDigits' | 'internalLength'>

export type LinkOptions = {
  base: BaseSettings
  preset: Preset
  lengths: Lengths
  logger: Logger
  /** For one answer of 1C. */
  timeoutMs: number
  /** Before the first repetition; grows from then on. */
  retryMs: number
  changed: () => void
}

const MAX_RETRY_MS = 60_000

/** The link to one base: loads it, again and again, and keeps what was loaded while 1C is down. */
export class BaseLink {
  readonly #o: LinkOptions
  readonly #stop = new AbortController()
  readonly #client: ODataClient
  #wanted: Wanted | null = null
  /** As it was last told of. */
  #absent = ''
  #state: Base['state'] = 'loading'
  #loadedAt: number | null = null
  #loaded: Loaded | null = null
  #fault: string | null = null
  #running: Promise<void> | null = null
  #lengths: Lengths
  /** Ends the pause before the next loading. */
  #hurry = new AbortController()

  constructor(options: LinkOptions) {
    this.#o = options
    this.#lengths = options.lengths
    const { timeoutMs, retryMs } = options
    this.#client = new ODataClient(options.base.odata, { timeoutMs, retryMs, stop: this.#stop.signal })
  }

  get base(): Base {
    const { id, name, urls } = this.#o.base
    return { id, name, urls: [...urls], state: this.#state, loadedAt: this.#loadedAt }
  }

  get loaded(): Loaded | null {
    return this.#loaded
  }

  get people(): readonly Colleague[] {
    return this.#loaded?.people ?? []
  }

  /** Why it is down, in words; null when it is not. */
  get fault(): string | null {
    return this.#fault
  }

  employee(number: string): Colleague | null {
    return this.people.find((person) => person.number === number) ?? null
  }

  /** See `Customers.writeRoutes`. */
  async writeRoutes(routes: Routes): Promise<void> {
    const { base, preset } = this.#o
    if (this.#loaded === null) throw new ODataError(`${base.odata.url}: not read yet`)
    const { index, properties } = this.#loaded
    if (index.lastDigits !== this.#lengths.lastDigits)
      throw new ODataError(`${base.odata.url}: not read yet by as many digits as decide now`)
    const employee = (number: string) => this.employee(number)?.id ?? null
    await new PhoneRegister({ client: this.#client, preset, index, properties, employee }).write(routes)
  }

  /** Loads anew, by these. */
  setLengths(lengths: Lengths): void {
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
      failures = (await this.#load()) ? 0 : failures + 1
      const refresh = this.#o.base.refreshSeconds * 1000
      const retry = Math.min(MAX_RETRY_MS, this.#o.retryMs * 2 ** Math.min(failures, 10))
      // Not all servers at the same moment after 1C has come back.
      const ms = failures === 0 ? refresh : Math.min(refresh, retry) * (0.75 + Math.random() / 2)
      await pause(ms, AbortSignal.any([signal, this.#hurry.signal]))
    }
  }

  async #load(): Promise<boolean> {
    const { base, preset, logger } = this.#o
    const begun = performance.now()
    try {
      const wanted = this.#wanted ?? wantedFrom(readMetadata(await this.#client.metadata()), preset)
      this.#tellAbsent(wanted.absent)
      // What is absent may have been added by the next time.
      this.#wanted = wanted.absent.length === 0 ? wanted : null
      const options = { client: this.#client, base: base.id, preset, ...this.#lengths }
      const loaded = await loadBase({ ...options, properties: wanted.properties })
      if (this.#stop.signal.aborted) return false
      this.#loaded = loaded
      this.#loadedAt = Date.now()
      this.#state = 'up'
      this.#fault = null
      const { index, people, skipped } = loaded
      const ms = Math.round(performance.now() - begun)
      logger.info({ base: base.id, numbers: index.size, people: people.length, skipped, ms }, '1C base loaded')
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

  #tellAbsent(absent: readonly string[]): void {
    const sets = absent.join(', ')
    if (sets !== '' && sets !== this.#absent)
      this.#o.logger.warn(
        { base: this.#o.base.id, absent },
        `the OData interface of 1C lacks ${sets}: departments stay empty, or contact persons are not known. Add it to the composition of the interface, or grant the user the right to read it`,
      )
    this.#absent = sets
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
