import { fork } from 'node:child_process'
import { on } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import type { Colleague } from '../../../src/protocol/people.ts'
import { openBorder } from '../../support/border.ts'
import { now, pause } from '../clock.ts'
import { type Row, rowOf } from '../report.ts'
import type { FromCrowd, ToCrowd } from './crowd.ts'

/** So that `count` operators may come from one address. */
const limitsFor = (count: number) => ({
  connections: count + 100,
  connectionsPerAddress: count + 100,
  strangersPerAddress: count,
  signInMs: 120_000,
  heartbeatMs: 600_000,
})
/** Changes a second in the storm: ten thousand people who make or get six calls an hour, three changes a call. */
const STORM_PER_SECOND = 50
const STORM_MS = 10_000

const employee = (n: number): Colleague => ({
  id: `5e1f9c1a-1c03-11ec-8d3d-${String(n).padStart(12, '0')}`,
  name: `Иванова Анна Сергеевна ${n}`,
  department: `Отдел ${n % 50}`,
  number: String(10_000 + n),
})

/** What this process has in its memory, in bytes, once all that is garbage is gone. */
function memory(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/**
 * A phone rings and is done, which every one of `count` signed-in operators is told: from the PBX's event until the last
 * of them has it. The server's border and rooms are real, in one process; the operators' connections are in another one.
 */
export async function presenceRows(count: number, turns: number, entry: string): Promise<Row[]> {
  const border = await openBorder(limitsFor(count))
  const child = fork(fileURLToPath(entry), ['--crowd'], { serialization: 'advanced' })
  const heard = on(child, 'message')
  const next = async <I extends FromCrowd['is']>(is: I): Promise<Extract<FromCrowd, { is: I }>> => {
    const { value } = await heard.next()
    const message = value[0]
    if (message?.is !== is) throw new Error(`the crowd says ${JSON.stringify(message)} instead of ${is}`)
    return message
  }
  const tell = (message: ToCrowd) => child.send(message)
  try {
    const people = Array.from({ length: count }, (_, n) => employee(n))
    border.people.update(people)
    for (const { number } of people) border.pbx.here.set(String(number), true)
    border.pbx.showLegs([])
    tell({ do: 'makeKeys', count })
    const { keys } = await next('keys')
    await Promise.all(
      keys.map(({ keyId, key }, n) => border.identity.operators.pair({ keyId, operator: employee(n).id, key })),
    )
    const before = memory()
    const begun = now()
    tell({ do: 'signIn', url: border.url, serverKey: border.identity.publicKey, operators: people.map(({ id }) => id) })
    const { bytes } = await next('here')
    const came = (now() - begun) / 1000
    const each = (memory() - before) / count / 1024
    console.log(`${count} operators signed in, ${Math.round(bytes / count / 1000)} kB for each`)

    const all: number[] = []
    /** All are told of the phone `n`. */
    const told = async (n: number, change: () => void) => {
      tell({ do: 'await', text: `"${employee(n).number}"` })
      await next('ready')
      const at = now()
      change()
      const took = (await next('got')).lastAt - at
      // After it has told thousands the server rests, and is to be met at rest.
      await pause(3 * took)
      return took
    }
    for (let n = 0; n < turns; n++) {
      let end = () => {}
      all.push(
        await told(n, () => {
          end = border.pbx.ring(String(employee(n).number), '79035677876', `bench-${n}`)
        }),
      )
      all.push(await told(n, () => end()))
    }

    const inStorm: number[] = []
    const loop = monitorEventLoopDelay({ resolution: 1 })
    let storming = true
    const storm = (async () => {
      loop.enable()
      for (let n = turns; storming; n = turns + ((n + 1 - turns) % (count - 2 * turns))) {
        const end = border.pbx.ring(String(employee(n).number), '79035677876', `storm-${n}`)
        await pause(1000 / STORM_PER_SECOND)
        end()
        await pause(1000 / STORM_PER_SECOND)
      }
      loop.disable()
    })()
    const until = now() + STORM_MS
    // Phones of which the storm says nothing.
    for (let n = count - turns; n < count && now() < until; n++) {
      tell({ do: 'await', text: `"${employee(n).number}"` })
      await next('ready')
      const at = now()
      const end = border.pbx.ring(String(employee(n).number), '79035677876', `storm-${n}`)
      inStorm.push((await next('got')).lastAt - at)
      end()
      await pause(100)
    }
    storming = false
    await storm
    tell({ do: 'leave' })
    return [
      rowOf(`presence at ${count} operators, until the last has it`, 'ms', all),
      rowOf(`the same among ${STORM_PER_SECOND} changes a second`, 'ms', inStorm),
      rowOf(`pause of the server meanwhile, p99, ${count} operators`, 'ms', [loop.percentile(99) / 1e6]),
      rowOf(`${count} operators sign in and get all there is`, 's', [came]),
      rowOf(`memory of the server for each of ${count} operators`, 'kB', [each]),
    ]
  } finally {
    child.kill()
    await border.close()
  }
}
