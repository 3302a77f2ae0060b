import { expect } from 'vitest'
import type { LabCall } from './phone-lab.ts'
import { type Site, SOON } from './site.ts'

export const CLIENT = '79035677876'

export type Conversation = { client: LabCall; phone: LabCall; id: string }

/** A client has called, and the operator at `device` has picked up: both talk, and the panel shows it. */
export async function talking({ lab, board }: Site, device = '101', from = CLIENT): Promise<Conversation> {
  if (device !== '101') board.routes.set(from, device)
  const client = await lab.incoming({ from })
  const phone = await lab.phone(device).ringing()
  await phone.answer()
  await expect
    .poll(() => board.calls.forDevice(device).filter(({ party }) => party.number === from), SOON)
    .toMatchObject([{ local: 'connected', remote: 'connected' }])
  const call = board.calls.forDevice(device).find(({ party }) => party.number === from)
  return { client, phone, id: call?.id ?? '' }
}

/** Who is heard there, as soon as it is so: `await heard(client).toEqual(['music'])`. */
export const heard = (call: LabCall) => expect.poll(() => call.hears(), SOON)

/** Who talks with whom, by the PBX: `await conversations(site).toEqual([['101', CLIENT]])`. */
export const conversations = ({ lab }: Site) => expect.poll(() => lab.conversations(), SOON)
