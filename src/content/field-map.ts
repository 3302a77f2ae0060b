import type { Mirror } from '../protocol/mirror.ts'
import { compileMap, type Mapped, UNMAPPED } from './onec/mapped.ts'
import type { Ask } from './rules.ts'

/** The field map this page goes by (SPEC D5), asked for again whenever it has changed. */
export class PageFieldMap {
  readonly #ask: Ask
  readonly #changed: () => void
  #version: number | null = null
  #mapped = UNMAPPED

  constructor(ask: Ask, changed: () => void) {
    this.#ask = ask
    this.#changed = changed
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
        this.#changed()
      },
      () => {
        // The next mirror asks again.
        if (version === this.#version) this.#version = null
      },
    )
  }
}
