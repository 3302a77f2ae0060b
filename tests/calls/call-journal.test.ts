import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type RunningServer, standBase, startServer } from '../../stand/cti-server.ts'
import { type Stand, startStand } from '../../stand/stand.ts'
import { bundle } from '../support/child.ts'
import { healthOf } from '../support/health.ts'
import { pbxAskedFor } from '../support/lab.ts'
import { openPausable, type Pausable } from '../support/pausable.ts'
import { LINES, type PhoneLab } from '../support/phone-lab.ts'
import { seeded } from '../support/random.ts'
import { openRecordedLab, type RecordedLab } from '../support/recorded-lab.ts'
import { describePbx } from '../support/site.ts'

/** A taste in every run; `CALLS=1000 KILLS=20` for the whole meal, `SEED` for another one. */
const CALLS = Number(process.env.CALLS ?? (pbxAskedFor() === 'stand' ? 60 : 20))
const KILLS = Number(process.env.KILLS ?? 3)
const SEED = Number(process.env.SEED ?? 1)
/** Processes are started meanwhile, on a machine that may have much to do. */
const LONG = { timeout: 90_000, interval: 50 }
const ROMASHKA = '79035677876'

await describePbx('Calls in 1C', () => {
  let recorded: RecordedLab
  let lab: PhoneLab
  let stand: Stand
  let link: Pausable
  let server: RunningServer
  let removeProgram = async () => {}

  beforeAll(async () => {
    const built = await bundle('src/server/main.ts')
    removeProgram = built.close
    recorded = await openRecordedLab()
    lab = recorded.lab
    link = await openPausable(lab.ami)
    stand = await startStand({ webPort: 0, page: '' })
    server = await startServer({
      program: built.file,
      ami: { ...lab.ami, host: link.host, port: link.port },
      callRecords: recorded.callRecords,
      bases: [{ ...standBase(stand.origin), refreshSeconds: 3600 }],
    })
    stand.base.calls.length = 0
  })
  afterEach(async () => {
    await lab.reset()
    stand.odata.set({ state: 'up' })
    stand.base.calls.length = 0
  })
  afterAll(async () => {
    await server.close()
    await stand.stop()
    await link.close()
    await recorded.close()
    await removeProgram()
  })

  const ready = () =>
    expect.poll(() => healthOf(server).catch(() => null), LONG).toMatchObject({ pbx: 'up', bases: [{ state: 'up' }] })
  const inOneC = () => stand.base.calls.map(({ contactWay }) => contactWay)
  const textOf = (number: string) => stand.base.calls.find(({ contactWay }) => contactWay === number)?.text ?? ''

  type Step = 'begun' | 'rings' | 'talks'
  type Between = (step: Step) => Promise<void>
  const KINDS = ['answered', 'missed', 'rejected', 'outgoing', 'busy'] as const
  type Kind = (typeof KINDS)[number]

  /** Nobody hangs up before they are put through. */
  const talking = () => expect.poll(() => lab.conversations(), { ...LONG, interval: 5 }).toHaveLength(1)

  /** One whole call with a number outside that no other call has. */
  async function make(kind: Kind, number: string, between: Between = async () => {}): Promise<void> {
    if (kind === 'outgoing' || kind === 'busy') {
      const call = await lab.phone('103').dial(number)
      await between('begun')
      if (kind === 'busy') return call.ended()
      const client = await lab.city.ringing()
      await between('rings')
      await client.answer()
      await call.settled()
      await talking()
      await between('talks')
      await client.hangup()
      return call.ended()
    }
    const client = await lab.incoming({ from: number })
    await between('begun')
    const phone = await lab.phone('101').ringing()
    await between('rings')
    if (kind === 'missed') await client.hangup()
    else if (kind === 'rejected') await phone.reject()
    else {
      await phone.answer()
      await client.settled()
      await talking()
      await between('talks')
      await client.hangup()
    }
    await phone.ended()
    await client.ended()
  }

  const numberOf = (kind: Kind, n: number) => {
    const middle = String(n).padStart(4, '0')
    return kind === 'busy' ? `7926${middle}000` : `${kind === 'outgoing' ? '7926' : '7916'}${middle}555`
  }

  test('while the server was down: calls are there once, with all there is to know of them', async () => {
    await ready()
    await make('answered', ROMASHKA)
    await expect.poll(inOneC, LONG).toEqual([ROMASHKA])
    await server.kill()
    await make('answered', '79160000001')
    await make('missed', '79160000002')
    await make('outgoing', '79260000003')
    await make('busy', '79260004000')
    await server.restart()
    const numbers = ['79160000001', '79160000002', '79260000003', '79260004000']
    await expect.poll(inOneC, LONG).toEqual([ROMASHKA, ...numbers])
    const operator = stand.base.employeeWithNumber('101')
    const caller = stand.base.employeeWithNumber('103')
    expect(stand.base.calls.map(({ incoming, subject, responsible }) => [incoming, subject, responsible])).toEqual([
      [true, 'Входящий звонок', operator.ref],
      [true, 'Входящий звонок', operator.ref],
      [true, 'Пропущенный звонок', operator.ref],
      [false, 'Исходящий звонок', caller.ref],
      [false, 'Исходящий звонок: занято', caller.ref],
    ])
    expect(textOf('79160000001')).toContain(`Разговор: ${operator.name} (101)`)
    // A number follows its call.
    const timesRegistered = () => {
      const registered = [...stand.base.phoneRegister.values()].map(({ number }) => number)
      return numbers.map((number) => registered.filter((each) => each === number.slice(-10)).length)
    }
    await expect.poll(timesRegistered, LONG).toEqual([1, 1, 1, 1])
  })

  test('with the end unseen, because the link to the PBX was cut in mid-call', async () => {
    await ready()
    await make('answered', '79160000005', async (step) => {
      if (step !== 'talks') return
      link.pause()
      link.cut()
    })
    link.resume()
    await expect.poll(inOneC, LONG).toEqual(['79160000005'])
    expect(textOf('79160000005')).toContain('Разговор: ')
    expect(textOf('79160000005')).not.toContain('Примечание')
  })

  test('with the name of the recording', async () => {
    await ready()
    const client = await lab.incoming({ from: '79160000006', to: LINES.recorded })
    const phone = await lab.phone('101').ringing()
    await phone.answer()
    await client.settled()
    await client.hangup()
    await phone.ended()
    await expect.poll(inOneC, LONG).toEqual(['79160000006'])
    expect(textOf('79160000006')).toMatch(/Запись разговора: [\w.-]+\.wav/)
  })

  test(`${CALLS} calls with the server killed ${KILLS} times, 1C down for a third of the time and the link cut now and then: none is missing, none is there twice`, {
    timeout: 180_000 + CALLS * 3000 + KILLS * 20_000,
  }, async () => {
    await ready()
    const random = seeded(SEED)
    const kills = new Map<number, Step>()
    while (kills.size < KILLS) kills.set(1 + random.int(CALLS - 3), random.pick(['begun', 'rings', 'talks'] as const))
    let cuts = 0
    let away = false
    const numbers: string[] = []
    for (let n = 0; n < CALLS; n++) {
      const kind = random.pick(KINDS)
      const number = numberOf(kind, n)
      numbers.push(number)
      stand.odata.set({ state: n % 15 >= 10 ? 'down' : 'up' })
      const cutAt = random.int(12) === 0 ? random.pick(['begun', 'rings', 'talks'] as const) : null
      const dies = kills.get(n)
      // Away over one call at least: what happens in it, nobody sees.
      if (away && dies === undefined) {
        await server.restart()
        away = false
      }
      await make(kind, number, async (step) => {
        if (step === cutAt) {
          cuts++
          link.cut()
        }
        if (dies === undefined || away || (step !== dies && step !== 'rings' && kind !== 'busy')) return
        await server.kill()
        away = true
      })
      if (dies !== undefined && !away) {
        await server.kill()
        away = true
      }
    }
    if (away) await server.restart()
    stand.odata.set({ state: 'up' })
    await expect.poll(() => inOneC().length, LONG).toBeGreaterThanOrEqual(CALLS)
    await expect.poll(() => healthOf(server), LONG).toMatchObject({ bases: [{ owed: 0 }] })
    expect(inOneC().toSorted((a, b) => a.localeCompare(b))).toEqual(numbers.toSorted((a, b) => a.localeCompare(b)))
    console.log(`${CALLS} calls in 1C; ${KILLS} kills, ${cuts} cuts of the link; SEED=${SEED}`)
  })
})
