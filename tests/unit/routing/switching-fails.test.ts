import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { Ledger, LedgerEntry } from '../../../src/server/ledger/ledger.ts'
import { type RoutingLab, routingLab, settings } from './lab.ts'

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(async () => {
  vi.useRealTimers()
  await lab.close()
})

const CALLER = '79035677876'

/** A ledger that is read as `read` allows. */
const readAs =
  (read: (really: Ledger['read']) => Ledger['read']) =>
  (ledger: Ledger): Ledger => ({
    get last() {
      return ledger.last
    },
    append: (record) => ledger.append(record),
    onAppended: (listener) => ledger.onAppended(listener),
    tail: (bytes) => ledger.tail(bytes),
    close: () => ledger.close(),
    read: read((...what) => ledger.read(...what)),
  })

test('rules that cannot be read when they are switched on, or the lengths change, come back by themselves once they can', async () => {
  let broken = false
  const disk = readAs((really) => (...what) => {
    if (broken) throw new Error('EIO: i/o error, read')
    return really(...what)
  })
  const routing = await lab.start({}, disk)
  await lab.write(['9035677876=103'])
  const told: boolean[] = []
  routing.on('settings', ({ enabled }) => told.push(enabled))

  broken = true
  const lengths = { lastDigits: 7, internalLength: settings.internalLength }
  await expect(routing.setLengths(lengths)).rejects.toThrow('EIO')
  expect([routing.decide(CALLER), routing.failing, routing.settings.enabled]).toEqual([null, true, false])
  await expect(lab.write(['5550123=101'])).rejects.toEqual(expect.any(TrubkaError))
  expect(lab.log.text()).toContain('calls go their usual way, and it is tried again')
  broken = false
  await expect.poll(() => routing.decide(CALLER)).toBe('103')
  expect(routing.failing).toBe(false)
  expect(routing.settings).toEqual({ enabled: true, ...lengths })
  expect([told[0], told.at(-1)]).toEqual([false, true])

  await routing.setEnabled(false)
  broken = true
  await expect(routing.setEnabled(true)).rejects.toThrow('EIO')
  // Whoever switches it off meanwhile has the last word.
  await routing.setEnabled(false)
  expect(routing.failing).toBe(false)
  broken = false
  await routing.setEnabled(true)
  expect(routing.decide(CALLER)).toBe('103')
})

test('a disk that answers late and never well is not asked once more at each check of that time', async () => {
  const checks = 50
  let readings = 0
  let giveUp = (): void => {}
  let broken = false
  const disk = readAs((really) => (...what) => {
    if (!broken) return really(...what)
    readings++
    const late = new Promise<LedgerEntry>((_, reject) => {
      giveUp = () => reject(new Error('EIO: i/o error, read'))
    })
    return (async function* () {
      yield await late
    })()
  })
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const routing = await lab.start({ checkSeconds: 30 }, disk)
  await routing.setEnabled(false)
  broken = true
  const failed = expect(routing.setEnabled(true)).rejects.toThrow('EIO')
  await vi.waitFor(() => expect(readings).toBe(1))
  giveUp()
  await failed
  vi.advanceTimersByTime(30_000)
  await vi.waitFor(() => expect(readings).toBe(2))
  vi.advanceTimersByTime(checks * 30_000)
  const off = routing.setEnabled(false)
  giveUp()
  await off
  expect(readings).toBe(2)
  broken = false
})
