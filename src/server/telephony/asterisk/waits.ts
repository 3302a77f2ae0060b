import { TrubkaError } from '../../../protocol/errors.ts'

type Wait = { look: () => void; reject: (error: TrubkaError) => void }

/** Waiting for something to become true, looked at again after each change. Every wait ends. */
export class Waits {
  readonly #waits = new Set<Wait>()

  /** Resolves with the first answer of `look` that is not undefined; rejects with `timeout`, or with what it throws. */
  until<T>(look: () => T | undefined, within: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        this.#waits.delete(wait)
      }
      const fail = (error: unknown) => {
        end()
        reject(error instanceof Error ? error : new TrubkaError('internal'))
      }
      const timer = setTimeout(() => fail(new TrubkaError('timeout')), within)
      const wait: Wait = {
        look: () => {
          try {
            const found = look()
            if (found === undefined) return
            end()
            resolve(found)
          } catch (error) {
            fail(error)
          }
        },
        reject: fail,
      }
      this.#waits.add(wait)
      wait.look()
    })
  }

  changed(): void {
    for (const wait of [...this.#waits]) wait.look()
  }

  /** Ends all waits: nothing will change any more. */
  fail(error: TrubkaError): void {
    for (const wait of [...this.#waits]) wait.reject(error)
  }
}
