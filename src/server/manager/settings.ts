import type { RoutingSettings } from '../../protocol/routing.ts'
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts'
import type { RuleLengths } from '../routing/routing.ts'
import type { ManagerSettings, SettingSource, SettingsWish } from './contract.ts'

type Names = keyof RoutingSettings
/** What is kept for so many days, and then removed; 0 = for ever. */
export type Kept = 'chat' | 'recordings'
export type Sources = Record<Names | 'chatKeepDays' | 'recordingsKeepDays', Exclude<SettingSource, 'manager'>>
/**
 * `interactions` = what the file says of each base (SPEC C9); 0 = off. `keepDays.recordings` is null where there are no
 * recordings.
 */
export type Configured = {
  values: RoutingSettings
  sources: Sources
  interactions: ReadonlyMap<string, number>
  keepDays: { chat: number; recordings: number | null }
}
type Changes = Pick<Extract<LedgerRecord, { type: 'settings.changed' }>, 'routing' | 'interactions' | 'keepDays'>
type Wishes = { [Name in Names]?: RoutingSettings[Name] | null | undefined }

/** What carries a change out, while the server runs. */
export type Switches = {
  setEnabled(enabled: boolean): Promise<void>
  setLengths(lengths: RuleLengths): Promise<void>
  setInteractions(base: string, count: number): void
  setKeepDays(what: Kept, days: number): void
}

/**
 * The settings that the manager page can change (SPEC A7, A10, C3, C5, C9): kept in the ledger, they go before file and environment.
 * One change after the other.
 */
export class LiveSettings {
  readonly #ledger: Ledger
  readonly #configured: Configured
  #set: Wishes = {}
  #interactions: Readonly<Record<string, number | null>> = {}
  #keepDays: { [What in Kept]?: number | null | undefined } = {}
  #turn: Promise<unknown> = Promise.resolve()

  constructor(ledger: Ledger, configured: Configured) {
    this.#ledger = ledger
    this.#configured = configured
  }

  async load(): Promise<void> {
    for await (const { record } of this.#ledger.read(0, ['settings.changed']))
      if (record.type === 'settings.changed') this.#take(record)
  }

  get current(): RoutingSettings {
    const { values } = this.#configured
    return {
      enabled: this.#set.enabled ?? values.enabled,
      lastDigits: this.#set.lastDigits ?? values.lastDigits,
      internalLength: this.#set.internalLength ?? values.internalLength,
    }
  }

  /** «Количество взаимодействий» of a base. */
  interactionsOf(base: string): number {
    return this.#interactions[base] ?? this.#configured.interactions.get(base) ?? 0
  }

  interactionsView(base: string): { value: number; source: SettingSource; configured: number } {
    const configured = this.#configured.interactions.get(base) ?? 0
    const inFile: SettingSource = configured === 0 ? 'default' : 'file'
    const source = (this.#interactions[base] ?? null) === null ? inFile : 'manager'
    return { value: this.interactionsOf(base), source, configured }
  }

  /** In days; 0 = for ever. */
  keepDaysOf(what: Kept): number {
    return this.#keepDays[what] ?? this.#configured.keepDays[what] ?? 0
  }

  #keepDaysView(what: Kept) {
    const configured = this.#configured.keepDays[what] ?? 0
    const isSet = (this.#keepDays[what] ?? null) !== null
    const source: SettingSource = isSet ? 'manager' : this.#configured.sources[`${what}KeepDays`]
    return { value: this.keepDaysOf(what), source, configured }
  }

  #take({ routing, interactions, keepDays }: Changes): void {
    this.#set = { ...this.#set, ...routing }
    this.#interactions = { ...this.#interactions, ...interactions }
    this.#keepDays = { ...this.#keepDays, ...keepDays }
  }

  get view(): ManagerSettings {
    const { values, sources } = this.#configured
    const current = this.current
    const source = (name: Names): SettingSource => ((this.#set[name] ?? null) === null ? sources[name] : 'manager')
    return {
      enabled: { value: current.enabled, source: source('enabled'), configured: values.enabled },
      lastDigits: { value: current.lastDigits, source: source('lastDigits'), configured: values.lastDigits },
      internalLength: {
        value: current.internalLength,
        source: source('internalLength'),
        configured: values.internalLength,
      },
      chatKeepDays: this.#keepDaysView('chat'),
      recordingsKeepDays: this.#configured.keepDays.recordings === null ? null : this.#keepDaysView('recordings'),
    }
  }

  /** Kept and in force when this resolves. @throws TrubkaError notKept; or what the switches throw: then it is in force after a restart */
  change(wish: SettingsWish, who: { by: string; from: string }, switches: Switches): Promise<void> {
    const done = this.#turn.then(async () => {
      const { interactions, keepDays, ...routing } = wish
      const changes: Changes = { routing, ...(interactions && { interactions }), ...(keepDays && { keepDays }) }
      await this.#ledger.append({ type: 'settings.changed', ...changes, ...who })
      this.#take(changes)
      for (const what of ['chat', 'recordings'] as const)
        if (keepDays?.[what] !== undefined) switches.setKeepDays(what, this.keepDaysOf(what))
      for (const base of Object.keys(interactions ?? {})) switches.setInteractions(base, this.interactionsOf(base))
      const { enabled, lastDigits, internalLength } = this.current
      // Off first, on last: the tables are read once.
      if (!enabled) await switches.setEnabled(false)
      await switches.setLengths({ lastDigits, internalLength })
      if (enabled) await switches.setEnabled(true)
    })
    this.#turn = done.catch(() => undefined)
    return done
  }
}
