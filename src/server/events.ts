import { EventEmitter } from 'node:events'

/** An emitter whose events are typed as a map of argument lists; `Emitter<{ link: ['up' | 'down'] }>`. */
export class Emitter<Events extends Record<string, unknown[]>> {
  readonly #emitter = new EventEmitter({ captureRejections: false })

  on<Name extends keyof Events & string>(name: Name, listener: (...args: Events[Name]) => void): () => void {
    const plain = listener as (...args: unknown[]) => void
    this.#emitter.on(name, plain)
    return () => this.#emitter.off(name, plain)
  }

  protected emit<Name extends keyof Events & string>(name: Name, ...args: Events[Name]): void {
    this.#emitter.emit(name, ...args)
  }
}
