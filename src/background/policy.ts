import { baseAddress, type FieldRule, type PresetId } from '../protocol/field-map.ts'
import { type Managed, NOTHING_MANAGED, readManaged } from '../protocol/managed.ts'

/** What the administrator has set by the browser's policy, as it is now. */
export class Policy {
  readonly #read: () => Promise<Record<string, unknown>>
  readonly #onChange: () => void
  #managed: Managed = NOTHING_MANAGED

  constructor(read: () => Promise<Record<string, unknown>>, onChange: () => void) {
    this.#read = read
    this.#onChange = onChange
  }

  get managed(): Managed {
    return this.#managed
  }

  async restore(): Promise<void> {
    this.#managed = readManaged(await this.#read())
  }

  /** The browser has said that it is another one. */
  async changed(): Promise<void> {
    await this.restore()
    this.#onChange()
  }

  /** What has been rolled out for a base, by its address without language. */
  fieldsOf(base: string): { preset: PresetId | null; fields: FieldRule[] } {
    const own = this.#managed.bases.filter(({ address }) => baseAddress(address) === base)
    const preset = own.find((each) => each.preset !== null)?.preset ?? null
    return { preset, fields: [...own.flatMap(({ fields }) => fields), ...this.#managed.fields] }
  }

  get bases(): string[] {
    return [...new Set(this.#managed.bases.flatMap(({ address }) => baseAddress(address) ?? []))]
  }
}
