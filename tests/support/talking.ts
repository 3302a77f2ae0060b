import { expect } from 'vitest'
import { type LabCall, LINES } from './phone-lab.ts'
import { type Site, SOON } from './site.ts'

export const CLIENT = '79035677876'

export type Conversation = { client: LabCall; phone: LabCall; id: string }

/** A client has called 101, whose phone rings, and the panel shows it. */
export async function ringing({ lab, board }: Site): Promise<Conversation> {
  const client = await lab.incoming({ from: CLIENT })
  const phone = await lab.phone('101').ringing()
  await board.shows('101').toMatchObject([{ local: 'alerting' }])
  return { client, phone, id: board.calls.forDevice('101')[0]?.id ?? '' }
}

/** The phones at which a call was said to be gone while this ran. */
export async function goneWhile({ board }: Site, run: () => Promise<unknown>): Promise<string[]> {
  const gone: string[] = []
  const unhook = board.calls.on('gone', (device) => gone.push(device))
  await run()
  unhook()
  return gone
}

/** A client has called, and the operator at `device` has picked up: both talk, and the panel shows it. */
export async function talking(
  site: Site,
  device = '101',
  from = CLIENT,
  to: string = LINES.main,
): Promise<Conversation> {
  const { lab, board } = site
  const { client, phone } =
    device === '101'
      ? { client: await lab.incoming({ from, to }), phone: await lab.phone('101').ringing() }
      : await routed(site, device, from, to)
  await phone.answer()
  await expect
    .poll(() => board.calls.forDevice(device).filter(({ party }) => party.number === from), SOON)
    // The phone is up a moment before the PBX joins the two, and what is done in between is done to nobody.
    .toMatchObject([{ local: 'connected', remote: 'connected', commands: expect.arrayContaining(['hold']) }])
  const call = board.calls.forDevice(device).find(({ party }) => party.number === from)
  return { client, phone, id: call?.id ?? '' }
}

/**
 * A client calls, whom the table sends to `device`, and rings there. An answer to the gate counts for 400 ms only; where a
 * busy machine was slower than that, which the server says in its log, the client calls again.
 */
export async function routed({ lab, board }: Site, device: string, from = CLIENT, to: string = LINES.main) {
  board.routes.set(from, device)
  for (let tries = 1; ; tries++) {
    const late = board.lateAnswers
    const client = await lab.incoming({ from, to })
    const rings = () =>
      lab.phone(device).rang.find(({ remote, state }) => state === 'ringing' && remote.number === from) ?? null
    await expect.poll(() => rings() !== null || board.lateAnswers > late, SOON).toBe(true)
    const phone = rings()
    if (phone) return { client, phone }
    if (tries === 5) throw new Error('this machine is too busy to answer the gate in time')
    await client.hangup()
    await client.ended()
  }
}

/** Who is heard there, as soon as it is so: `await heard(client).toEqual(['music'])`. */
export const heard = (call: LabCall) => expect.poll(() => call.hears(), SOON)

/** Who talks with whom, by the PBX: `await conversations(site).toEqual([['101', CLIENT]])`. */
export const conversations = ({ lab }: Site) => expect.poll(() => lab.conversations(), SOON)
