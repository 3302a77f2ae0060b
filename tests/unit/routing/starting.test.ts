import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { type RoutingLab, routingLab } from './lab.ts'

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(() => lab.close())

/** Starts, and returns from which record on the ledger was read. */
async function startedFrom(): Promise<number> {
  let from = Number.NaN
  const seen = (ledger: Ledger): Ledger => ({
    last: ledger.last,
    append: (record) => ledger.append(record),
    onAppended: (listener) => ledger.onAppended(listener),
    tail: (bytes) => ledger.tail(bytes),
    close: () => ledger.close(),
    read: (after, types) => {
      from = after
      return ledger.read(after, types)
    },
  })
  await lab.start({}, seen)
  return from
}

/** What years of calls leave in the ledger. */
async function years(): Promise<void> {
  const records = Array.from({ length: 100_100 }, (_, i) => lab.ledger.append({ type: 'outbox.done', id: String(i) }))
  await Promise.all(records)
}

describe('a start after years', () => {
  test('does not read all the records of before, and no rule is missing', async () => {
    await lab.start()
    await lab.write(['9035677876=103', '9161234567=104'])
    await years()
    await lab.write(['9035677876=105'], { commandId: 'late' })
    await lab.stop()
    // The other base has no file and might have had rules in any of them; now it is known that it has none.
    expect(await startedFrom()).toBe(0)
    await lab.stop()
    expect(await startedFrom()).toBe(102)
    expect(['9035677876', '9161234567'].map((n) => lab.routing.decide(n))).toEqual(['105', '104'])
    // A command of late is still known.
    await lab.write(['9035677876=106'])
    await lab.write(['9035677876=105'], { commandId: 'late' })
    expect(lab.routing.decide('9035677876')).toBe('106')
    await lab.write(['9260000000=107'], { base: 'service' })
    await lab.stop()
    await startedFrom()
    expect(lab.routing.decide('9260000000')).toBe('107')
  }, 60_000)

  test('reads them all when a file is gone: they are all there is', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await years()
    await lab.stop()
    await startedFrom()
    await lab.stop()
    await rm(lab.path())
    expect(await startedFrom()).toBe(0)
    expect(lab.routing.decide('9035677876')).toBe('103')
  }, 60_000)
})
