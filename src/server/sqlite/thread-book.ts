import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Askable, Book } from './book.ts'

/** `what` = null: close. */
export type ToThread = { id: number; what: string; about: unknown } | { what: null }
export type Said =
  | { is: 'answer'; id: number; answer: unknown }
  | { is: 'fault'; id: number; why: string }
  | { is: 'warning'; why: string }

type Waiting = { answered: (answer: unknown) => void; failed: (error: Error) => void }

export type ThreadBookOptions = {
  /** The server's own program: it serves the thread, too. */
  script: URL | string
  /** Who works on the file there. */
  kind: string
  path: string
  logger: Logger
}

/** A file of SQLite, worked on in a thread of its own; one that has died is begun anew by the next question. */
export class ThreadBook<Questions extends Askable> implements Book<Questions> {
  readonly #o: ThreadBookOptions
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #gone: Promise<void> = Promise.resolve()
  #asked = 0
  #closed = false

  constructor(options: ThreadBookOptions) {
    this.#o = options
  }

  ask<Q extends keyof Questions & string>(what: Q, about: Questions[Q]['about']): Promise<Questions[Q]['answer']> {
    if (this.#closed) return Promise.reject(new Error(`the file of ${this.#o.kind} is closed`))
    this.#worker ??= this.#begin()
    const worker = this.#worker
    const id = ++this.#asked
    return new Promise<Questions[Q]['answer']>((resolve, reject) => {
      // Between our own two halves the types are enough.
      const answered = (answer: unknown) => resolve(answer as Questions[Q]['answer'])
      this.#waiting.set(id, { answered, failed: reject })
      this.#send(worker, { id, what, about })
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#worker !== null) this.#send(this.#worker, { what: null })
    await this.#gone
  }

  #send(worker: Worker, message: ToThread): void {
    worker.postMessage(message)
  }

  #begin(): Worker {
    const { script, kind, path, logger } = this.#o
    const worker = new Worker(script, { workerData: { kind, path } })
    worker.on('message', (said: Said) => this.#hear(said))
    worker.on('error', (error) => logger.error({ err: error }, `the thread of ${kind} failed`))
    this.#gone = new Promise((resolve) => {
      worker.on('exit', () => {
        if (this.#worker === worker) this.#worker = null
        for (const { failed } of this.#waiting.values()) failed(new Error(`the thread of ${kind} has ended`))
        this.#waiting.clear()
        resolve()
      })
    })
    return worker
  }

  #hear(said: Said): void {
    if (said.is === 'warning') {
      const { path, logger } = this.#o
      logger.warn({ file: path }, said.why)
      return
    }
    const waiting = this.#waiting.get(said.id)
    this.#waiting.delete(said.id)
    if (said.is === 'answer') waiting?.answered(said.answer)
    else waiting?.failed(new Error(said.why))
  }
}
