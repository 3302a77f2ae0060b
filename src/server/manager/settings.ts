import type { RoutingSettings } from '../../protocol/routing.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { RuleLengths } from '../routing/routing.ts'
import type { ManagerSettings, SettingSource, SettingsWish } from './contract.ts'

type Names = keyof RoutingSettings
export type Sources = Record<Names, Exclude<SettingSource, 'manager'>>
export type Configured = { values: RoutingSettings; sources: Sources }
type Wishes = { [Name in Names]?: RoutingSettings[Name] | null | undefined }

/** What carries a change out, while the server runs. */
export type Switches = {
  setEnabled(enabled: boolean): Promise<void>
  setLengths(lengths: RuleLengths): Promise<void>
}

/**
 * The settings that the manager page can change (SPEC C3, C5): kept in the ledger, they go before file and environment.
 * One change after the other.
 */
export class LiveSettings {
  readonly #ledger: Ledger
  readonly #configured: Configured
  #set: Wishes = {}
  #turn: Promise<unknown> = Promise.resolve()

  constructor(ledger: Ledger, configured: Configured) {
    this.#ledger = ledger
    this.#configured = configured
  }

  async load(): Promise<void> {
    for await (const { record } of this.#ledger.read(0))
      if (record.type === 'settings.changed') this.#set = { ...this.#set, ...record.routing }
  }

  get current(): RoutingSettings {
    const { values } = this.#configured
    return {
      enabled: this.#set.enabled ?? values.enabled,
      lastDigits: this.#set.lastDigits ?? values.lastDigits,
      internalLength: this.#set.internalLength ?? values.internalLength,
    }
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
      await this.#ledger.append({ type: 'settings.changed', routing: wish, ...who })
      this.#set = { ...this.#set, ...wish }
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
