import { describe, expect, test } from 'vitest'
import type { CallCommand } from '../../src/protocol/call.ts'
import { methods } from '../../src/protocol/methods.ts'
import { COMMANDS, command, noCall } from '../support/commanding.ts'
import { LINES } from '../support/phone-lab.ts'
import { expectFreshPicture } from '../support/picture.ts'
import { describeCalls, type Site, SOON } from '../support/site.ts'
import { CLIENT, heard, ringing, talking } from '../support/talking.ts'

const PHONES = ['101', '102', '103', '104', '105']

const recorded = (site: Site) => talking(site, '101', CLIENT, LINES.recorded)

/** Brings 101's phone into a state; gives the call's key. */
const STATES: Readonly<Record<string, (site: Site) => Promise<string>>> = {
  free: async () => noCall(),
  ringing: async (site) => (await ringing(site)).id,
  'calling out': async ({ lab, board }) => {
    const id = await board.dial('101', '79030000011')
    await lab.city.ringing()
    await board.shows('101').toMatchObject([{ id, remote: 'alerting' }])
    return id
  },
  talking: async (site) => (await talking(site)).id,
  'talking, and recorded': async (site) => (await recorded(site)).id,
  'talking, the recording suspended': async (site) => {
    const { id } = await recorded(site)
    await site.board.calls.suspendRecording('101', id)
    await site.board.shows('101').toMatchObject([{ recording: 'suspended' }])
    return id
  },
  'held, and recorded': async (site) => {
    const { id } = await recorded(site)
    await site.board.calls.hold('101', id)
    await site.board.shows('101').toMatchObject([{ local: 'hold', recording: 'on' }])
    return id
  },
  held: async (site) => {
    const { id } = await talking(site)
    await site.board.calls.hold('101', id)
    await site.board.shows('101').toMatchObject([{ local: 'hold' }])
    return id
  },
  'held by the phone’s own key': async (site) => {
    const { id, phone } = await talking(site)
    await phone.hold()
    await site.board.shows('101').toMatchObject([{ local: 'hold' }])
    return id
  },
  'held by the other side’s phone': async (site) => {
    const { id, client } = await talking(site)
    await client.hold()
    await site.board.shows('101').toMatchObject([{ local: 'connected', remote: 'hold' }])
    return id
  },
  'held from a colleague’s panel': async ({ lab, board }) => {
    const id = await board.dial('102', '101')
    await (await lab.phone('101').ringing()).answer()
    await board.shows('102').toMatchObject([{ commands: expect.arrayContaining(['hold']) }])
    await board.calls.hold('102', id)
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'hold' }])
    return id
  },
  'asked in vain': async (site) => {
    const { id } = await talking(site)
    await site.board.calls.consult('101', id, '102')
    await (await site.lab.phone('102').ringing()).reject()
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'fail', cause: 'busy' } }])
    return id
  },
  'waiting for a colleague': async (site) => {
    const { id } = await talking(site)
    await site.board.calls.consult('101', id, '102')
    await site.lab.phone('102').ringing()
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'alerting' } }])
    return id
  },
  consulting: async (site) => {
    const { id } = await talking(site)
    await site.board.calls.consult('101', id, '102')
    await (await site.lab.phone('102').ringing()).answer()
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    return id
  },
  'held by the colleague who was asked': async (site) => {
    const { id } = await talking(site)
    await site.board.calls.consult('101', id, '102')
    await (await site.lab.phone('102').ringing()).answer()
    await site.board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await site.board.calls.hold('102', id)
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'hold' } }])
    return id
  },
  'consulting, back with the client': async (site) => {
    const { id } = await talking(site)
    await site.board.calls.consult('101', id, '102')
    await (await site.lab.phone('102').ringing()).answer()
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    await site.board.calls.alternate('101', id)
    await site.board.shows('101').toMatchObject([{ consultation: { active: false } }])
    return id
  },
  'three together': async (site) => {
    const { client, id } = await talking(site)
    await site.board.calls.consult('101', id, '102')
    await (await site.lab.phone('102').ringing()).answer()
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    await site.board.calls.conference('101', id)
    await heard(client).toEqual(['101', '102'])
    return id
  },
}

/** What must be done in each state, and nothing else: as docs/calls.md has it, and not as the server offers it. */
const DONE: Readonly<Record<string, readonly CallCommand[]>> = {
  free: [],
  ringing: ['answer', 'clear'],
  'calling out': ['clear'],
  talking: ['clear', 'hold', 'consult', 'singleStepTransfer', 'generateDigits'],
  'talking, and recorded': ['clear', 'hold', 'consult', 'singleStepTransfer', 'generateDigits', 'suspendRecording'],
  'talking, the recording suspended': [
    'clear',
    'hold',
    'consult',
    'singleStepTransfer',
    'generateDigits',
    'resumeRecording',
  ],
  'held, and recorded': ['clear', 'retrieve', 'consult', 'singleStepTransfer', 'suspendRecording'],
  held: ['clear', 'retrieve', 'consult', 'singleStepTransfer'],
  'held by the phone’s own key': ['clear', 'retrieve', 'consult', 'singleStepTransfer'],
  'held by the other side’s phone': ['clear', 'hold', 'consult', 'singleStepTransfer', 'generateDigits'],
  'held from a colleague’s panel': ['clear'],
  'waiting for a colleague': ['clear', 'transfer', 'reconnect'],
  'asked in vain': ['clear', 'consult', 'singleStepTransfer', 'reconnect'],
  consulting: ['clear', 'transfer', 'alternate', 'conference', 'reconnect', 'generateDigits'],
  'held by the colleague who was asked': ['clear', 'reconnect'],
  'consulting, back with the client': ['clear', 'transfer', 'alternate', 'conference', 'reconnect', 'generateDigits'],
  'three together': ['clear', 'reconnect'],
}

test('no command of the contract is left out, and each is done in some state', () => {
  const asked = Object.keys(methods).flatMap((name) => /^call\.(.+)/.exec(name)?.[1] ?? [])
  expect(asked.sort()).toEqual(['make', ...COMMANDS].sort())
  expect(new Set(Object.values(DONE).flat())).toEqual(new Set(COMMANDS))
  expect(Object.keys(DONE).sort()).toEqual(Object.keys(STATES).sort())
})

await describeCalls('Every command is done or refused with a reason', (site) => {
  for (const [state, enter] of Object.entries(STATES)) {
    describe(state, () => {
      test('make', async () => {
        const { lab, board } = site
        const id = await enter(site)
        const shown = () => board.calls.forDevice('101').find((call) => call.id === id)
        const before = shown()
        const { length } = lab.city.rang
        const made = await board.dial('101', '79030000021')
        // The phone takes the second call by itself; whatever it was in goes on as it was.
        await expect.poll(() => lab.city.rang.length, SOON).toBe(length + 1)
        await lab.city.rang.at(-1)?.answer()
        await expect
          .poll(() => board.calls.forDevice('101').find((call) => call.id === made), SOON)
          .toMatchObject({ local: 'connected', remote: 'connected', party: { number: '79030000021' } })
        expect(shown()).toEqual(before)
        await expectFreshPicture(site, PHONES)
      })
      for (const name of COMMANDS) {
        test(name, async () => {
          const { board } = site
          const id = await enter(site)
          const expected = DONE[state] ?? []
          const offered = () => [...(board.calls.forDevice('101')[0]?.commands ?? [])].sort()
          await expect.poll(offered, SOON).toEqual([...expected].sort())
          const done = await command(board.calls, name, '101', id, '103').then(
            () => 'done',
            (error: { code?: string }) => error.code,
          )
          const refusal = state === 'free' ? 'noSuchCall' : 'notNow'
          expect(done).toBe(expected.includes(name) ? 'done' : refusal)
          // Refused, everything is as it was; done, the picture is what the PBX says.
          if (done === refusal) expect(offered()).toEqual([...expected].sort())
          await expectFreshPicture(site, PHONES)
          // And somebody owns every leg.
          await expect
            .poll(() => {
              const shown = PHONES.flatMap((number) => board.calls.forDevice(number).map((call) => call.id))
              return board.pbx.legs().filter(({ callId }) => !shown.includes(callId))
            }, SOON)
            .toEqual([])
        })
      }
    })
  }
})
