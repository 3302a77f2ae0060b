import { parentPort, workerData } from 'node:worker_threads'
import * as v from 'valibot'
import { Clerk } from './clerk.ts'
import type { Asked, Said } from './thread-book.ts'

const Data = v.object({ path: v.string() })

/** The journal's own thread: a year of calls is gone through without holding up a single call. */
export function serveJournal(): void {
  if (parentPort === null) throw new Error('to be started as a thread')
  const port = parentPort
  const say = (said: Said) => port.postMessage(said)
  const clerk = new Clerk(v.parse(Data, workerData).path, (why) =>
    say({ is: 'warning', why: `the journal cannot be used, and is made anew: ${why}` }),
  )
  port.on('message', (asked: Asked) => {
    if (asked.what === 'close') {
      void clerk.close().then(() => port.close())
      return
    }
    const { id } = asked
    clerk.ask(asked.what, asked.about).then(
      (answer) => say({ is: 'answer', id, answer }),
      (error: unknown) => say({ is: 'fault', id, why: error instanceof Error ? error.message : String(error) }),
    )
  })
  void clerk
    .warm()
    .catch((error: unknown) => say({ is: 'warning', why: `statistics are not read beforehand: ${String(error)}` }))
}
