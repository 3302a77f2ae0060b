import { fork } from 'node:child_process'
import { on } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Colleague } from '../../../src/protocol/people.ts'
import { openBorder } from '../../support/border.ts'
import { now } from '../clock.ts'
import { type Row, rowOf } from '../report.ts'
import type { FromCrowd, ToCrowd } from './crowd.ts'

/** So that `count` operators may come from one address. */
const limitsFor = (count: number) => ({
  connections: count + 100,
  connectionsPerAddress: count + 100,
  strangersPerAddress: count,
  signInMs: 120_000,
  heartbeatMs: 600_000,
  queuedBytes: 64 * 1024 * 1024,
})

const employee = (n: number): Colleague => ({
  id: `5e1f9c1a-1c03-11ec-8d3d-${String(n).padStart(12, '0')}`,
  name: `Иванова Анна Сергеевна ${n}`,
  department: `Отдел ${n % 50}`,
  number: String(10_000 + n),
})

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
    const begun = now()
    tell({ do: 'signIn', url: border.url, serverKey: border.identity.publicKey, operators: people.map(({ id }) => id) })
    const { bytes } = await next('here')
    const came = (now() - begun) / 1000
    console.log(`${count} operators signed in, ${Math.round(bytes / count / 1000)} kB for each`)

    const all: number[] = []
    /** All are told of the phone `n`. */
    const told = async (n: number, change: () => void) => {
      tell({ do: 'await', text: `"line.changed","number":"${employee(n).number}"` })
      await next('ready')
      const at = now()
      change()
      all.push((await next('got')).lastAt - at)
    }
    for (let n = 0; n < turns; n++) {
      let end = () => {}
      await told(n, () => {
        end = border.pbx.ring(String(employee(n).number), '79035677876', `bench-${n}`)
      })
      await told(n, () => end())
    }
    tell({ do: 'leave' })
    return [
      rowOf(`presence at ${count} operators, until the last has it`, 'ms', all),
      rowOf(`${count} operators sign in and get all there is`, 's', [came]),
    ]
  } finally {
    child.kill()
    await border.close()
  }
}
