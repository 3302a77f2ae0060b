import { setTimeout as pause } from 'node:timers/promises'
import type { RunningServer } from '../../../stand/cti-server.ts'
import type { AsteriskLab } from '../../support/asterisk-lab.ts'
import { LINES } from '../../support/phone-lab.ts'
import { until } from '../clock.ts'
import { type Row, rowOf } from '../report.ts'
import type { DialTimes } from './dial-times.ts'

const WITHIN_MS = 30_000
/** Beyond the 400 ms in which an answer counts, within the gate's half second. */
const SLOW_MS = 430

export type FailureWish = {
  lab: AsteriskLab
  server: RunningServer
  times: DialTimes
  /** Numbers whose rules point to `target`, and one to a phone that does not exist. */
  known: readonly string[]
  lost: readonly string[]
  operator: string
  target: string
}

/** How long a call takes to its usual way when something is amiss: until the operator's phone is rung. */
export async function failures({ lab, server, times, known, lost, operator, target }: FailureWish): Promise<Row[]> {
  const ring = async (from: readonly string[], to: string = LINES.main) => {
    await lab.reset()
    times.take()
    await Promise.all(from.map((each) => lab.incoming({ from: each, to })))
  }
  const rung = async (name: string, count: number): Promise<Row> => {
    await until(WITHIN_MS, name, async () => times.count(operator) >= count)
    const micros = times.takeUntil(operator)
    return rowOf(`operator is rung, ${name}`, 'µs', micros)
  }
  /** Until the server answers the gate again. */
  const routed = () =>
    until(WITHIN_MS, 'a call routed', async () => {
      await ring(known.slice(0, 1))
      await until(WITHIN_MS, 'a phone rung', async () => times.count(operator) + times.count(target) > 0)
      return times.count(target) > 0
    })
  const rows: Row[] = []

  await routed()
  await ring([])
  server.freeze()
  await ring(known)
  rows.push(await rung('server frozen', known.length))
  server.thaw()

  await routed()
  await ring([])
  server.freeze()
  const slowly = ring(known)
  await pause(SLOW_MS)
  server.thaw()
  await slowly
  rows.push(await rung(`server slow (${SLOW_MS} ms)`, known.length))

  const refusing = lab.phone(target).onRing((call) => void call.reject())
  await routed()
  await ring(known)
  rows.push(await rung('target busy', known.length))
  refusing()

  await routed()
  await ring(known.slice(0, 3), LINES.brief)
  rows.push(await rung('target does not answer for 2 s', 3))

  await routed()
  await ring(lost)
  rows.push(await rung('no such target', lost.length))

  await ring([])
  await lab.phone(target).unregister()
  times.take()
  await Promise.all(known.map((from) => lab.incoming({ from })))
  rows.push(await rung('target not in the network', known.length))

  await routed()
  await ring([])
  await server.kill()
  await ring(known)
  rows.push(await rung('server killed just now', known.length))
  await lab.reset()
  return rows
}
