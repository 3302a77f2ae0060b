import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { now } from '../clock.ts'
import { quantile } from '../report.ts'

setFlagsFromString('--expose-gc')
const gc: () => void = runInNewContext('gc')

/** What this process holds once all that is no longer used has gone. */
export function held(): number {
  gc()
  gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const READS = 200_000

/**
 * Nanoseconds of one read at a place that nobody could foretell, each after the one before, in a plain array of so many
 * bytes: no lookup that has to wait for memory can take less.
 */
export function oneRead(bytes: number): number {
  const array = new Int32Array(Math.floor(bytes / Int32Array.BYTES_PER_ELEMENT)).fill(0)
  const samples = Array.from({ length: 9 }, () => {
    const places = Int32Array.from({ length: READS }, () => Math.floor(Math.random() * array.length))
    const begun = now()
    let last = 0
    // All that is read is 0, which only the processor does not know before.
    for (let i = 0; i < READS; i++) last = array[(places[i] ?? 0) + last] ?? 0
    const took = now() - begun
    if (last !== 0) throw new Error('the array was not empty')
    return (took * 1e6) / READS
  })
  return quantile(samples, 0.5)
}
