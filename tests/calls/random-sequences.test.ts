import { expect, test, vi } from 'vitest'
import { Audit } from '../support/audit.ts'
import { BusyOffice } from '../support/busy-office.ts'
import { pbxAskedFor } from '../support/lab.ts'
import { seeded } from '../support/random.ts'
import { describeCalls } from '../support/site.ts'

/** The stand plays many offices at once; with Asterisk there are five SIP phones. */
const OFFICES = pbxAskedFor() === 'stand' ? 20 : 1
/** A taste in every run; `SEQUENCES=1000`, and another `SEED`, for the whole meal. */
const SEQUENCES = Number(process.env.SEQUENCES ?? OFFICES * (pbxAskedFor() === 'stand' ? 10 : 40))
const STEPS = 12
/** Then so many with nobody doing anything beside them. */
const ALONE = 3
const LATER = { timeout: 30_000, interval: 10 }

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
        // Each is heard under a tone of its own: by the last digits.
        const clients = [1, 2, 3].map((each) => `7900${String(at).padStart(3, '0')}111${each}`)
        return new BusyOffice(site, phones, clients, random)
      })
      const audit = new Audit(site, offices)
      try {
        await Promise.all(
          offices.map(async (office) => {
            for (let step = 0; step < STEPS; step++) await office.step()
            await office.settled()
          }),
        )
        expect(offices.flatMap(({ faults }) => faults)).toEqual([])
        await audit.agrees()
        await audit.sounds()
        for (let step = 0; step < ALONE; step++) {
          for (const office of offices) await audit.alone(office)
          await audit.agrees()
        }
        expect(offices.flatMap(({ faults }) => faults)).toEqual([])
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
})
