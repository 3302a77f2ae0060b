import type { Mirror } from '../protocol/mirror.ts'
import { compileMap, type Mapped, UNMAPPED } from './onec/mapped.ts'
import type { Ask } from './rules.ts'

/** The field map this page goes by (SPEC D5), asked for again whenever it has changed. */
export class PageFieldMap {
  readonly #ask: Ask
  readonly #changed: () => void
  #version: number | null = null
  #mapped = UNMAPPED
  #known = false

  constructor(ask: Ask, changed: () => void) {
    this.#ask = ask
    this.#changed = changed
  }

  /** Until then a look at the page may have to be taken back. */
  get isKnown(): boolean {
    return this.#known
  }

  get mapped(): Mapped {
    return this.#mapped
  }

  update({ fieldsVersion }: Pick<Mirror, 'fieldsVersion'>): void {
    const version = fieldsVersion ?? 0
    if (version === this.#version) return
    this.#version = version
    this.#ask('fields.map', {}).then(
      ({ rules }) => {
        if (version !== this.#version) return
        this.#mapped = compileMap(rules)
        this.#known = true
        this.#changed()
      },
      () => {
        // The next mirror asks again.
        if (version === this.#version) this.#version = null
      },
    )
  }
}
