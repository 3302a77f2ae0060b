import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { JournalBook, Question, Questions } from './book.ts'

export type Asked =
  | { [Q in Question]: { id: number; what: Q; about: Questions[Q]['about'] } }[Question]
  | { what: 'close' }
export type Said =
  | { is: 'answer'; id: number; answer: unknown }
  | { is: 'fault'; id: number; why: string }
  | { is: 'warning'; why: string }

type Waiting = { answered: (answer: unknown) => void; failed: (error: Error) => void }

/** The journal's file, worked on in a thread of its own; one that has died is begun anew by the next question. */
export class ThreadBook implements JournalBook {
  readonly #script: URL | string
  readonly #path: string
  readonly #logger: Logger
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #gone: Promise<void> = Promise.resolve()
  #asked = 0
  #closed = false

  constructor(script: URL | string, path: string, logger: Logger) {
    this.#script = script
    this.#path = path
    this.#logger = logger
  }

  ask<Q extends Question>(what: Q, about: Questions[Q]['about']): Promise<Questions[Q]['answer']> {
    if (this.#closed) return Promise.reject(new Error('the journal is closed'))
    this.#worker ??= this.#begin()
    const worker = this.#worker
    const id = ++this.#asked
    return new Promise<Questions[Q]['answer']>((resolve, reject) => {
      // Between our own two halves the types are enough.
      const answered = (answer: unknown) => resolve(answer as Questions[Q]['answer'])
      this.#waiting.set(id, { answered, failed: reject })
      worker.postMessage({ id, what, about })
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#worker?.postMessage({ what: 'close' })
    await this.#gone
  }

  #begin(): Worker {
    const worker = new Worker(this.#script, { workerData: { path: this.#path } })
    worker.on('message', (said: Said) => this.#hear(said))
    worker.on('error', (error) => this.#logger.error({ err: error }, 'the journal’s thread failed'))
    this.#gone = new Promise((resolve) => {
      worker.on('exit', () => {
        if (this.#worker === worker) this.#worker = null
        for (const { failed } of this.#waiting.values()) failed(new Error('the journal’s thread has ended'))
        this.#waiting.clear()
        resolve()
      })
    })
    return worker
  }

  #hear(said: Said): void {
    if (said.is === 'warning') {
      this.#logger.warn({ file: this.#path }, said.why)
      return
    }
    const waiting = this.#waiting.get(said.id)
    this.#waiting.delete(said.id)
    if (said.is === 'answer') waiting?.answered(said.answer)
    else waiting?.failed(new Error(said.why))
  }
}
