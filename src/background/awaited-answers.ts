import type { TrubkaError } from '../protocol/errors.ts'

export type Answer = { link: string }
type Waiting = { answered: (answer: Answer) => void; refused: (error: TrubkaError) => void }

/** Pages that wait for what becomes of a command, each for a while. */
export class AwaitedAnswers {
  readonly #waiting = new Map<string, Set<Waiting>>()

  /** The answer, or an empty one when there is none in time. */
  to(commandId: string, withinMs: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(commandId) ?? new Set<Waiting>()
      this.#waiting.set(commandId, waiting)
      const timer = setTimeout(() => {
        waiting.delete(mine)
        resolve({ link: '' })
      }, withinMs)
      const mine: Waiting = {
        answered: (answer) => {
          clearTimeout(timer)
          resolve(answer)
        },
        refused: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      }
      waiting.add(mine)
    })
  }

  /** Who waits for it; they are told by whoever takes them, and by nobody else. */
  take(commandId: string): Waiting[] {
    const waiting = [...(this.#waiting.get(commandId) ?? [])]
    this.#waiting.delete(commandId)
    return waiting
  }
}
