import type { AsteriskLab } from '../support/asterisk-lab.ts'
import type { LabCall } from '../support/phone-lab.ts'
import type { StandLab } from '../support/stand-lab.ts'
import { now, within } from './clock.ts'

const WITHIN_MS = 10_000

/** Moments at the edge of a PBX, by `now()`. */
export type Bells = {
  /**
   * Listens from now on; resolves with the moment of the next INVITE for this phone. Of a real Asterisk: when it arrives
   * at the SIP phone. The stand has no SIP: when its PBX begins to dial (DialBegin); the 5 ms that it then makes up for
   * the way of an INVITE are not counted.
   */
  nextInvite(number: string): Promise<number>
  /** A client rings our city number; `at` is when the INVITE leaves. */
  callIn(from: string): Promise<{ call: LabCall; at: number }>
}

export const bellsOf = (lab: StandLab | AsteriskLab): Bells => (lab.name === 'stand' ? ofStand(lab) : ofAsterisk(lab))

function ofStand(lab: StandLab): Bells {
  return {
    nextInvite(number) {
      const before = new Set(lab.pbx.channels().map(({ name }) => name))
      const rings = () => lab.pbx.channels().some(({ device, name }) => device === number && !before.has(name))
      let forget = () => {}
      const rung = new Promise<number>((resolve) => {
        // Told within the same turn in which the PBX makes the leg.
        forget = lab.pbx.onChange(() => {
          if (rings()) resolve(now())
        })
      })
      return within(WITHIN_MS, `an INVITE to ${number}`, rung).finally(forget)
    },
    async callIn(from) {
      const at = now()
      return { call: await lab.incoming({ from }), at }
    },
  }
}

function ofAsterisk(lab: AsteriskLab): Bells {
  const nextOf = (phone: { watch: AsteriskLab['city']['watch'] }, wanted: 'sent' | 'received', what: string) => {
    const seen = new Promise<number>((resolve) => {
      phone.watch((direction, message) => {
        if (direction === wanted && 'method' in message && message.method === 'INVITE') resolve(now())
      })
    })
    return within(WITHIN_MS, what, seen).finally(() => phone.watch(() => {}))
  }
  return {
    nextInvite: (number) => nextOf(lab.phone(number), 'received', `an INVITE to ${number}`),
    async callIn(from) {
      const sent = nextOf(lab.city, 'sent', 'an INVITE of the client')
      const call = await lab.incoming({ from })
      return { call, at: await sent }
    },
  }
}
