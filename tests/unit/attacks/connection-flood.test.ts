import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, test } from 'vitest'
import { type Border, openBorder } from '../../support/border.ts'
import { Line } from '../../support/operator.ts'
import { rawSocket, upgradeRequest } from '../../support/raw-socket.ts'

let border: Border
afterEach(() => border.close())

const MANY = 5000
const AT_ONCE = 100

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')
function heap(): number {
  if (typeof collect === 'function') for (let at = 0; at < 3; at++) collect()
  return process.memoryUsage().heapUsed
}

/** Opened, half or whole, and dropped without a word. */
async function hitAndRun(at: number): Promise<void> {
  const { socket, closed } = await rawSocket(border.http)
  if (at % 5 > 0) socket.write(upgradeRequest(border.http))
  if (at % 5 > 1)
    await new Promise<void>((resolve) => socket.once('data', () => resolve()).once('close', () => resolve()))
  socket.destroy()
  await closed
}
/** All at once, and none of them goes; how many were let in. */
async function hold(count: number): Promise<{ letIn: number; drop: () => Promise<unknown> }> {
  const raws = await Promise.all(Array.from({ length: count }, () => rawSocket(border.http)))
  for (const { socket } of raws) socket.write(upgradeRequest(border.http))
  await expect.poll(() => raws.every(({ heard }) => heard() !== '')).toBe(true)
  const letIn = raws.filter(({ heard }) => heard().startsWith('HTTP/1.1 101')).length
  return {
    letIn,
    drop: () => {
      for (const { socket } of raws) socket.destroy()
      return Promise.all(raws.map(({ closed }) => closed))
    },
  }
}

async function flood(count: number): Promise<void> {
  for (let at = 0; at < count; at += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, each) => hitAndRun(at + each)))
}

test('5,000 connections opened and dropped are refused or forgotten: nothing is lost, and the memory is back', {
  timeout: 120_000,
}, async () => {
  border = await openBorder()
  const anna = await border.operator()
  const pyotr = await border.operator('u103')
  const held = await hold(120)
  expect(held.letIn).toBe(50)
  await held.drop()
  // What a first round brings into memory for good is no leak.
  await flood(500)
  const before = heap()
  const logged = border.log.lines.length
  const flooding = flood(MANY)
  // Meanwhile the office works.
  for (let at = 0; at < 20; at++) {
    const note = `занят ${at}`
    await pyotr.ask('status.set', { status: { kind: 'away', until: null, note, reach: null } })
    await anna.sees(({ statuses }) => statuses.u103?.note === note)
  }
  await flooding
  // Those who stayed have missed nothing: an event that is missing breaks the operator of these tests.
  expect(anna.state.statuses.u103?.note).toBe('занят 19')
  expect(await anna.ask('session.ping', {})).toEqual({})
  // From the same address somebody may come in again, as soon as the last strangers are seen to be gone.
  await expect.poll(async () => (await Line.open(border.url)).close()).toBe(undefined)
  await expect.poll(() => (heap() - before) / 2 ** 20, { interval: 500 }).toBeLessThan(8)
  // Refused they were, and said so, but not five thousand times.
  const said = border.log.lines.slice(logged).filter(({ msg }) => msg === 'refused')
  expect(border.log.lines.some(({ why }) => why === 'too many connections from one address')).toBe(true)
  expect(said.length).toBeLessThan(20)
  await Promise.all([anna.close(), pyotr.close()])
})
