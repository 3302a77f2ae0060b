import { type BaseOptions, startServer } from '../../../stand/cti-server.ts'
import { Operator, pair } from '../../support/operator.ts'
import { openStandLab, type StandLab } from '../../support/stand-lab.ts'
import { now, pause, until, within } from '../clock.ts'

const OPERATOR = '101'
/** The whole base is read before a code is made. */
const READ_MS = 600_000
const WITHIN_MS = 10_000

/**
 * Milliseconds from the event that the operator's phone rings, as the PBX sends it, to the server's message with the
 * caller's name, as the operator's connection has it: the built server in a process of its own, with AMI on one side and
 * a signed-in WebSocket on the other.
 */
export async function named(base: BaseOptions, numbers: readonly string[]): Promise<number[]> {
  const lab = await openStandLab()
  const server = await startServer({ program: 'out/bench/server/main.js', ami: lab.ami, bases: [base] })
  try {
    let code = ''
    await until(READ_MS, 'a base that was read', async () => {
      code = await server.code(OPERATOR).catch(() => '')
      return code !== ''
    })
    const operator = await Operator.signIn(server.url, await pair(server.url, code))
    await operator.sync()
    await operator.sees(({ pbx }) => pbx === 'up', WITHIN_MS)
    const samples: number[] = []
    for (const number of numbers) samples.push(await once(lab, operator, number))
    await operator.close()
    return samples
  } finally {
    await server.close()
    await lab.close()
  }
}

async function once(lab: StandLab, operator: Operator, from: string): Promise<number> {
  let rings = 0
  const rung = new Promise<void>((resolve) => {
    // Told within the turn in which the event goes out.
    const forget = lab.pbx.onChange(() => {
      if (!lab.pbx.channels().some(({ device, state }) => device === OPERATOR && state === 'Ringing')) return
      rings = now()
      forget()
      resolve()
    })
  })
  const told = new Promise<number>((resolve) => {
    const { socket } = operator.line
    const hear = () => {
      const at = now()
      if (!operator.state.calls.some(({ party }) => party.identity === 'known')) return
      socket.off('message', hear)
      resolve(at)
    }
    // After the operator has read it: what reading takes is not the server's.
    socket.on('message', hear)
  })
  const client = await lab.incoming({ from })
  await within(WITHIN_MS, 'the phone to ring', rung)
  const at = await within(WITHIN_MS, 'the caller’s name', told)
  await client.hangup()
  await lab.reset()
  await operator.sees(({ calls }) => calls.length === 0, WITHIN_MS)
  // What is left of one call must not be measured with the next.
  await pause(20)
  return at - rings
}
