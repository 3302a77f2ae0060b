import { expect, test, vi } from 'vitest'
import type { Leg } from '../../src/server/telephony/pbx.ts'
import { BusyOffice } from '../support/busy-office.ts'
import { pbxAskedFor } from '../support/lab.ts'
import { expectFreshPicture } from '../support/picture.ts'
import { seeded } from '../support/random.ts'
import { describeCalls } from '../support/site.ts'

/** The stand plays many offices at once; with Asterisk there are five SIP phones. */
const OFFICES = pbxAskedFor() === 'stand' ? 20 : 1
/** A taste in every run; `SEQUENCES=1000`, and another `SEED`, for the whole meal. */
const SEQUENCES = Number(process.env.SEQUENCES ?? OFFICES * (pbxAskedFor() === 'stand' ? 10 : 40))
const STEPS = 12
const LATER = { timeout: 20_000, interval: 10 }

await describeCalls('Whatever people do, in any order', (site) => {
  const first = Number(process.env.SEED ?? 1)

  test(`${SEQUENCES} random sequences leave nobody hanging, and the picture is the PBX's own`, {
    timeout: 60_000 + SEQUENCES * 2_000,
  }, async () => {
    const { lab, board } = site
    for (let done = 0; done < SEQUENCES; done += OFFICES) {
      const seed = first + done
      const random = seeded(seed)
      const numbers = Array.from({ length: OFFICES }, (_, at) => [1, 2, 3].map((each) => String(100 + at * 3 + each)))
      const offices = numbers.map((phones, at) => {
        const clients = [1, 2, 3].map((each) => `7900${String(at).padStart(3, '0')}${each}000`.replace(/000$/, '111'))
        return new BusyOffice(site, phones, clients, random)
      })
      const all = numbers.flat()
      try {
        await Promise.all(
          offices.map(async (office) => {
            for (let step = 0; step < STEPS; step++) await office.step()
            await office.settled()
          }),
        )
        expect(offices.flatMap(({ faults }) => faults)).toEqual([])
        await vi.waitFor(() => expect(orphans(all)).toEqual([]), LATER)
        await expectFreshPicture(site, all)
        // Some ring on elsewhere when somebody hangs up, and hang up there in turn.
        await vi.waitFor(async () => {
          await Promise.all([
            ...offices.map((office) => office.allHangUp()),
            ...lab.city.rang.map((call) => call.hangup()),
          ])
          expect(board.pbx.legs()).toEqual([])
        }, LATER)
        await vi.waitFor(async () => expect(await lab.channels()).toEqual([]), LATER)
        await lab.reset()
        board.fresh()
      } catch (error) {
        console.log(`SEED=${seed} SEQUENCES=${OFFICES}`)
        for (const { diary } of offices) console.log(diary.join('\n'))
        throw error
      }
    }
  })

  /** Legs that nobody looks after: shown to no operator, in no talk of two, and not on the dialplan's way to somebody. */
  function orphans(devices: readonly string[]): string[] {
    const { board } = site
    const shown = new Set(devices.flatMap((device) => board.calls.forDevice(device).map(({ id }) => id)))
    const legs = board.pbx.legs()
    const given = new Set(legs.flatMap(({ place, callId }) => (place?.is === 'transfer' ? [callId] : [])))
    const alone = (leg: Leg) =>
      leg.bridgeId === null || !legs.some((each) => each !== leg && each.bridgeId === leg.bridgeId)
    return legs
      .filter((leg) => !shown.has(leg.callId) && !given.has(leg.callId) && alone(leg))
      .map((leg) => `${leg.device ?? leg.number} ${leg.state} ${leg.callId}`)
  }
})
