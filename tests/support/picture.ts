import { expect, vi } from 'vitest'
import type { Call } from '../../src/protocol/call.ts'
import { type Site, SOON, Switchboard } from './site.ts'

/** Of a call, what must be the same for whoever looks at the PBX, and whenever they began to. */
const essence = ({ id, direction, local, remote, party, consultation, recording, commands }: Call) => ({
  id,
  direction,
  local,
  remote,
  number: party.number,
  consultation: consultation && { ...consultation, party: consultation.party.number },
  recording,
  commands,
})

/** What the operators at these phones are shown, in an order that does not depend on when it was seen to begin. */
function picture(board: Switchboard, devices: readonly string[], leftOut: ReadonlySet<string>) {
  return devices.map((device) => {
    const calls = board.calls.forDevice(device).filter((call) => !isPast(call) && !leftOut.has(call.id))
    return { device, calls: calls.map(essence).sort(byId) }
  })
}

/** What came to nothing is shown for a while only to those who saw it. */
const isPast = ({ local, remote, consultation }: Call): boolean =>
  [local, remote, consultation?.remote].includes('fail')

/** Calls of which nobody is told who did not see them. */
const untold = (board: Switchboard, devices: readonly string[]): Set<string> =>
  new Set(devices.flatMap((device) => board.calls.forDevice(device).filter(isPast)).map(({ id }) => id))

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** With a server that starts now, in the middle of whatever is going on, and is stopped when this resolves. */
export async function withLate(site: Site, run: (late: Switchboard) => Promise<void>): Promise<void> {
  const late = new Switchboard(site.lab.ami)
  try {
    late.pbx.start()
    await late.linked('up')
    await run(late)
  } finally {
    await late.stop()
  }
}

/** Waits until the server's picture is what another, started now, makes of the PBX's own dump. */
export async function expectFreshPicture(site: Site, devices: readonly string[]): Promise<void> {
  await withLate(site, async (late) => {
    await vi.waitFor(() => {
      const leftOut = untold(site.board, devices)
      expect(picture(site.board, devices, leftOut)).toEqual(picture(late, devices, leftOut))
    }, SOON)
  })
}
