import { monitorEventLoopDelay } from 'node:perf_hooks'
import { now } from '../clock.ts'

/** How long `work` took, and how long other work of the process had to wait meanwhile; milliseconds. */
export type Watched = { took: number; p99: number; longest: number; answered: number }

/** `lookup` is asked for all the time, once a millisecond. */
export async function watched(work: () => Promise<void>, lookup: () => void): Promise<Watched> {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  let answered = 0
  const asking = setInterval(() => {
    lookup()
    answered++
  }, 1)
  loop.enable()
  const begun = now()
  await work()
  const took = now() - begun
  // What waited until the end is seen in the next turn.
  await new Promise((resolve) => setTimeout(resolve, 5))
  loop.disable()
  clearInterval(asking)
  return { took, p99: loop.percentile(99) / 1e6, longest: loop.max / 1e6, answered }
}
