import * as v from 'valibot'
import { DEFAULT_PREFERENCES, Preferences } from '../protocol/preferences.ts'

export const KeptHabits = v.object({ preferences: Preferences, lastDialled: v.nullable(v.string()) })
export type KeptHabits = v.InferOutput<typeof KeptHabits>
type Kept = { get: () => Promise<KeptHabits | null>; set: (value: KeptHabits) => Promise<void> }

/** What the operator has chosen in this browser, and whom they dialled last. */
export class Habits {
  readonly #kept: Kept
  readonly #onChange: () => void
  #habits: KeptHabits = { preferences: DEFAULT_PREFERENCES, lastDialled: null }

  constructor(kept: Kept, onChange: () => void) {
    this.#kept = kept
    this.#onChange = onChange
  }

  get preferences(): Preferences {
    return this.#habits.preferences
  }
  get lastDialled(): string | null {
    return this.#habits.lastDialled
  }

  async restore(): Promise<void> {
    this.#habits = (await this.#kept.get()) ?? this.#habits
  }

  prefer(changes: { [K in keyof Preferences]?: Preferences[K] | undefined }): Promise<void> {
    const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    return this.#set({ ...this.#habits, preferences: { ...this.preferences, ...named } })
  }

  dialled(number: string): Promise<void> {
    return this.#set({ ...this.#habits, lastDialled: number })
  }

  #set(habits: KeptHabits): Promise<void> {
    this.#habits = habits
    this.#onChange()
    return this.#kept.set(habits)
  }
}
