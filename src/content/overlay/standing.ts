import type { Call } from '../../protocol/call.ts'
import type { Intake } from '../../protocol/intake.ts'
import type { Dismissed, Mirror } from '../../protocol/mirror.ts'
import type { Language } from '../../ui/words/language.ts'
import { markWords } from '../../ui/words/marks.ts'

/** A connection away for less than this is not worth a word. */
const AWAY_MS = 2000

/** What the mirror says that the page shows, and whether anything can be dialled. */
export class Standing {
  readonly #language: Language
  #mirror: Mirror | null = null
  #awaySince: number | null = null

  constructor(language: Language) {
    this.#language = language
  }

  update(mirror: Mirror): void {
    this.#mirror = mirror
    this.#awaySince = mirror.connection === 'online' ? null : (this.#awaySince ?? Date.now())
  }

  get mirror(): Mirror | null {
    return this.#mirror
  }

  get paired(): boolean {
    return this.#mirror !== null && this.#mirror.connection !== 'notPaired'
  }

  get calls(): readonly Call[] {
    return this.#mirror?.state?.calls ?? []
  }

  get intakes(): readonly Intake[] {
    return (this.paired && this.#mirror?.preferences.wizard && this.#mirror.state?.intakes) || []
  }

  get dismissed(): Dismissed | null {
    return (this.paired && this.#mirror?.preferences.wizard && this.#mirror.dismissed) || null
  }

  /** Why nothing can be dialled now. */
  get reason(): string | null {
    const words = markWords[this.#language]
    if (!this.#mirror || this.#mirror.connection === 'refused') return words.refused
    if (this.#mirror.connection !== 'online') return words.offline
    if (this.#mirror.state?.pbxFault === 'loginRefused') return words.pbxRefuses
    return this.#mirror.state?.pbx === 'down' ? words.pbxDown : null
  }

  /** What is wrong with the calls shown. For as long as a command waits for the connection to come back, nothing is. */
  get fault(): string | null {
    return this.#awaySince !== null && Date.now() - this.#awaySince < AWAY_MS ? null : this.reason
  }
}
