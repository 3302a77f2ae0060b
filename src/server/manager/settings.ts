import type { RoutingSettings } from '../../protocol/routing.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { RuleLengths } from '../routing/routing.ts'
import type { ManagerSettings, SettingSource, SettingsWish } from './contract.ts'

type Names = keyof RoutingSettings
export type Sources = Record<Names, Exclude<SettingSource, 'manager'>>
/** `interactions` = what the file says of each base (SPEC C9); 0 = off. */
export type Configured = { values: RoutingSettings; sources: Sources; interactions: ReadonlyMap<string, number> }
type Wishes = { [Name in Names]?: RoutingSettings[Name] | null | undefined }

/** What carries a change out, while the server runs. */
export type Switches = {
  setEnabled(enabled: boolean): Promise<void>
  setLengths(lengths: RuleLengths): Promise<void>
  setInteractions(base: string, count: number): void
}

/**
 * The settings that the manager page can change (SPEC C3, C5): kept in the ledger, they go before file and environment.
 * One change after the other.
 */
export class LiveSettings {
  readonly #ledger: Ledger
  readonly #configured: Configured
  #set: Wishes = {}
  #interactions: Readonly<Record<string, number | null>> = {}
  #turn: Promise<unknown> = Promise.resolve()

  constructor(ledger: Ledger, configured: Configured) {
    this.#ledger = ledger
    this.#configured = configured
  }

  async load(): Promise<void> {
    for await (const { record } of this.#ledger.read(0, ['settings.changed']))
      if (record.type === 'settings.changed') this.#take(record.routing, record.interactions)
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

  #take(routing: Wishes, interactions: Readonly<Record<string, number | null>> = {}): void {
    this.#set = { ...this.#set, ...routing }
    this.#interactions = { ...this.#interactions, ...interactions }
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
    }
  }

  /** Kept and in force when this resolves. @throws TrubkaError notKept; or what the switches throw: then it is in force after a restart */
  change(wish: SettingsWish, who: { by: string; from: string }, switches: Switches): Promise<void> {
    const done = this.#turn.then(async () => {
      const { interactions, ...routing } = wish
      await this.#ledger.append({ type: 'settings.changed', routing, ...(interactions && { interactions }), ...who })
      this.#take(routing, interactions)
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
