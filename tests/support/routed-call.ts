import { expect } from 'vitest'
import { type Office, OPERATOR } from './office.ts'
import type { LabCall } from './phone-lab.ts'

const SOON = { timeout: 30_000, interval: 20 }
const TRIES = 5

type World = Pick<Office, 'lab' | 'server'>

/**
 * A client calls, and rings at the phone that the table names, and nowhere else. An answer to the gate counts for 400 ms only:
 * where a busy machine was slower, which the server says in its log, the client calls again.
 */
export async function routedCall({ lab, server }: World, device: string, from: string): Promise<LabCall> {
  for (let tries = 1; ; tries++) {
    const late = lateAnswers({ server })
    if ((await whoRings({ lab }, device, from)) === device) {
      expect(lab.phone(OPERATOR).rang).toEqual([])
      return lab.phone(device).ringing()
    }
    await expect.poll(() => lateAnswers({ server }), SOON).toBeGreaterThan(late)
    if (tries === TRIES) throw new Error('this machine is too busy to answer the gate in time')
    await lab.reset()
  }
}

/** The same after a start: until the PBX has heard of the server, calls take their usual way. */
export async function routedAgain({ lab }: Pick<World, 'lab'>, device: string, from: string): Promise<void> {
  const rung = async () => {
    await lab.reset()
    return whoRings({ lab }, device, from)
  }
  await expect.poll(rung, SOON).toBe(device)
  expect(lab.phone(OPERATOR).rang).toEqual([])
}

async function whoRings({ lab }: Pick<World, 'lab'>, device: string, from: string): Promise<string | undefined> {
  await lab.incoming({ from })
  const rung = () => [device, OPERATOR].find((number) => lab.phone(number).rang.length > 0)
  await expect.poll(rung, SOON).toBeDefined()
  return rung()
}

const lateAnswers = ({ server }: Pick<World, 'server'>) =>
  server.log().split('a routing question too old to answer').length - 1
