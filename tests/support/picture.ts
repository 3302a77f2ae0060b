import { expect } from 'vitest'
import type { Call } from '../../src/protocol/call.ts'
import { type Site, SOON, Switchboard } from './site.ts'

/** Of a call, what must be the same for whoever looks at the PBX, and whenever they began to. */
const essence = ({ id, direction, local, remote, party, consultation, commands }: Call) => ({
  id,
  direction,
  local,
  remote,
  number: party.number,
  consultation: consultation && { ...consultation, party: consultation.party.number },
  commands,
})

/** What the operators at these phones are shown, in an order that does not depend on when it was seen to begin. */
export function picture(board: Switchboard, devices: readonly string[]) {
  const sorted = (calls: Call[]) => calls.filter(stays).map(essence).sort(byId)
  return devices.map((device) => ({ device, calls: sorted(board.calls.forDevice(device)) }))
}

/** What came to nothing is shown for a while only to those who saw it. */
const stays = ({ local, remote }: Call): boolean => local !== 'fail' && remote !== 'fail'

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** A server that starts now, in the middle of whatever is going on. */
export async function lateServer(site: Site): Promise<Switchboard> {
  const board = new Switchboard(site.lab.ami)
  board.pbx.start()
  await board.linked('up')
  return board
}

/** Waits until the server's picture is what another, started now, makes of the PBX's own dump. */
export async function expectFreshPicture(site: Site, devices: readonly string[]): Promise<void> {
  const late = await lateServer(site)
  try {
    await expect.poll(() => picture(site.board, devices), SOON).toEqual(picture(late, devices))
  } finally {
    await late.stop()
  }
}
