import { parentPort, workerData } from 'node:worker_threads'
import * as v from 'valibot'
import type { Askable, Book } from './book.ts'
import type { Said, ToThread } from './thread-book.ts'

/** What works on a file here; `warm` is done beforehand, while nobody asks. */
type Clerk<Questions extends Askable> = Book<Questions> & { warm?: () => Promise<void> }
type Served = {
  ask: (what: string, about: unknown) => Promise<unknown>
  close: () => Promise<void>
  warm: () => Promise<void>
}
type Warn = (why: string) => void

/** `warn` is told why a file cannot be used. */
export function serves<Questions extends Askable>(make: (path: string, warn: Warn) => Clerk<Questions>) {
  return (path: string, warn: Warn): Served => {
    const clerk = make(path, warn)
    return {
      // Between our own two halves the types are enough.
      ask: (what, about) => clerk.ask(what as keyof Questions & string, about),
      close: () => clerk.close(),
      warm: async () => clerk.warm?.(),
    }
  }
}

const Data = v.object({ kind: v.string(), path: v.string() })

/** A file's own thread: it is searched without holding up a single call. */
export function serveThread(kinds: Readonly<Record<string, ReturnType<typeof serves>>>): void {
  if (parentPort === null) throw new Error('to be started as a thread')
  const port = parentPort
  const say = (said: Said) => port.postMessage(said)
  const { kind, path } = v.parse(Data, workerData)
  const make = kinds[kind]
  if (make === undefined) throw new Error(`nobody works on files of ${kind}`)
  const clerk = make(path, (why) => say({ is: 'warning', why: `this file cannot be used, and is made anew: ${why}` }))
  port.on('message', (asked: ToThread) => {
    if (asked.what === null) {
      void clerk.close().then(() => port.close())
      return
    }
    const { id } = asked
    clerk.ask(asked.what, asked.about).then(
      (answer) => say({ is: 'answer', id, answer }),
      (error: unknown) => say({ is: 'fault', id, why: error instanceof Error ? error.message : String(error) }),
    )
  })
  void clerk.warm().catch((error: unknown) => say({ is: 'warning', why: `not read beforehand: ${String(error)}` }))
}
