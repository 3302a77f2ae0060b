import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Intakes } from '../../../src/background/intakes.ts'
import { NoticeAlerts } from '../../../src/background/notice-alerts.ts'
import type { KeptIntakes } from '../../../src/background/owed-intakes.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { Intake, IntakeForm, Notice } from '../../../src/protocol/intake.ts'
import { connectionWith, memorySlot, startPeer } from './support.ts'

const FORM: IntakeForm = {
  base: 'crm',
  search: null,
  client: null,
  interest: null,
  name: '',
  company: '',
  email: '',
  phone: '79035677876',
  topic: '',
  service: '',
  whatToDo: '',
  description: '',
  manager: '',
  openInterest: false,
}
const INTAKE: Intake = { id: randomUUID(), callId: 'c1', number: '79035677876', form: FORM, version: 0, from: null }
const withTopic = (topic: string): IntakeForm => ({ ...FORM, topic })
const LONG_MS = 10_000

async function office(kept = memorySlot<KeptIntakes>()) {
  const peer = await startPeer()
  peer.handlers['intake.keep'] = () => ({})
  peer.handlers['intake.dismiss'] = () => ({})
  peer.handlers['intake.accept'] = () => ({ link: 'e1cib/1' })
  const refusals: TrubkaError[] = []
  const begin = () =>
    new Intakes({
      kept,
      onChange: () => {},
      onRefused: (error) => refusals.push(error),
      timing: { settle: 5, retry: 10 },
    })
  const intakes = begin()
  await intakes.restore()
  const { connection, pairing } = await connectionWith(peer)
  return {
    peer,
    kept,
    intakes,
    refusals,
    /** The background was stopped, and begins anew on what is on disk. */
    revive: async () => {
      const revived = begin()
      await revived.restore()
      return revived
    },
    connect: async (which = intakes) => {
      connection.start(pairing)
      void which.send(await connection.ready(LONG_MS))
    },
    nudge: async (which = intakes) => void which.send(await connection.ready(LONG_MS)),
    owed: async () => (await kept.get())?.owed ?? [],
  }
}
const topics = (peer: { askedFor(method: 'intake.keep'): { params: unknown }[] }) =>
  peer.askedFor('intake.keep').map(({ params }) => (params as { form: IntakeForm }).form.topic)

describe('what is typed into a wizard', () => {
  test('is on disk before the page is told, and shown in every page at once', async () => {
    const { intakes, owed } = await office()
    await intakes.keep(INTAKE, withTopic('Дост'), 1)
    expect(await owed()).toMatchObject([{ id: INTAKE.id, callId: 'c1', form: { topic: 'Дост' }, version: 1 }])
    expect(intakes.shown([INTAKE], false)).toEqual([{ ...INTAKE, form: withTopic('Дост'), version: 1 }])
  })

  test('survives the death of the background and of the browser, and is brought to the server', async () => {
    const { intakes, revive, connect, peer, owed } = await office()
    await intakes.keep(INTAKE, withTopic('Доставка'), 1)
    const revived = await revive()
    expect(revived.shown([INTAKE], false)).toMatchObject([{ form: { topic: 'Доставка' } }])
    await connect(revived)
    await expect.poll(() => topics(peer)).toEqual(['Доставка'])
    await expect.poll(owed).toEqual([])
  })

  test('goes out as it stands when typing pauses, the last of it last; no keystroke is passed over', async () => {
    const { intakes, connect, nudge, peer, owed } = await office()
    await connect()
    for (const topic of ['Д', 'До', 'Дос']) {
      // Pages count from what they see, which may be one behind.
      await intakes.keep(INTAKE, withTopic(topic), 1)
      await nudge()
    }
    expect(intakes.shown([INTAKE], false)).toMatchObject([{ version: 3, form: { topic: 'Дос' } }])
    await expect.poll(() => topics(peer).at(-1)).toBe('Дос')
    await expect.poll(owed).toEqual([])
  })

  test('is brought again when the answer was lost', async () => {
    const { intakes, connect, peer, owed } = await office()
    peer.handlers['intake.keep'] = () => {
      delete peer.handlers['intake.keep']
      peer.handlers['intake.keep'] = () => ({})
      peer.drop()
      return 'no answer'
    }
    await intakes.keep(INTAKE, withTopic('Доставка'), 1)
    await connect()
    await expect.poll(() => topics(peer)).toHaveLength(1)
    await connect()
    await expect.poll(() => topics(peer)).toEqual(['Доставка', 'Доставка'])
    await expect.poll(owed).toEqual([])
  })

  test('gives way to a higher version of the server’s', async () => {
    const { intakes } = await office()
    await intakes.keep(INTAKE, withTopic('Здесь'), 1)
    const elsewhere = { ...INTAKE, form: withTopic('В другом браузере'), version: 2 }
    expect(intakes.shown([elsewhere], false)).toEqual([elsewhere])
  })

  test('«Открывать интерес» is as it was chosen last', async () => {
    const { intakes } = await office()
    expect(intakes.shown([INTAKE], true)[0]?.form.openInterest).toBe(true)
  })
})

describe('an accepted wizard', () => {
  const wish = () => ({ commandId: randomUUID(), intake: INTAKE, form: withTopic('Доставка') })

  test('is gone at once, brought to the server, and answered with the Interest’s link', async () => {
    const { intakes, connect, nudge } = await office()
    await connect()
    const answer = intakes.accept(wish(), LONG_MS)
    await expect.poll(() => intakes.shown([INTAKE], false)).toEqual([])
    await nudge()
    expect(await answer).toEqual({ link: 'e1cib/1' })
  })

  test('without a connection is kept, and brought once there is one, also by a revived background', async () => {
    const { intakes, revive, connect, peer, owed } = await office()
    const { commandId, ...rest } = wish()
    expect(await intakes.accept({ commandId, ...rest }, 0)).toEqual({ link: '' })
    const revived = await revive()
    // The page asks once more, and knows of no wizard any more.
    const again = revived.accept({ commandId, intake: null, form: FORM }, LONG_MS)
    await connect(revived)
    expect(await again).toEqual({ link: 'e1cib/1' })
    expect(peer.askedFor('intake.accept').map(({ params }) => params)).toMatchObject([
      { commandId, id: INTAKE.id, form: { topic: 'Доставка' } },
    ])
    await expect.poll(owed).toEqual([])
    expect(await revived.accept({ commandId, intake: null, form: FORM }, 0)).toEqual({ link: 'e1cib/1' })
    expect(peer.askedFor('intake.accept')).toHaveLength(1)
  })

  test('is brought again, with the same id, until the server has it on disk', async () => {
    const { intakes, connect, peer } = await office()
    let failures = 2
    peer.handlers['intake.accept'] = () => {
      if (failures-- > 0) throw new TrubkaError('notKept')
      return { link: '' }
    }
    const asked = wish()
    const answer = intakes.accept(asked, LONG_MS)
    await connect()
    expect(await answer).toEqual({ link: '' })
    const ids = peer.askedFor('intake.accept').map(({ params }) => (params as { commandId: string }).commandId)
    expect(ids).toEqual([asked.commandId, asked.commandId, asked.commandId])
  })

  test('that the server will never take is before the operator again, with what was typed', async () => {
    const { intakes, connect, peer, refusals } = await office()
    peer.handlers['intake.accept'] = () => {
      throw new TrubkaError('unknownBase')
    }
    await intakes.accept(wish(), 0)
    await connect()
    await expect.poll(() => refusals.map(({ code }) => code)).toEqual(['unknownBase'])
    await expect.poll(() => peer.askedFor('intake.keep')).toHaveLength(1)
    expect(topics(peer)).toEqual(['Доставка'])
  })

  test('is shown as kept until the server has it, and as the server says from then on', async () => {
    const { intakes, revive } = await office()
    await intakes.accept(wish(), 0)
    const [unsent] = intakes.acceptances([], false)
    expect(unsent).toMatchObject({ id: INTAKE.id, state: 'unsent', form: { topic: 'Доставка' } })
    expect((await revive()).acceptances([], true)).toMatchObject([{ id: INTAKE.id, state: 'saving' }])
    if (!unsent) throw new Error('nothing is shown')
    const told = { ...unsent, state: 'refused' as const, why: 'нет поля' }
    expect(intakes.acceptances([told], true)).toEqual([told])
  })
})

describe('a dismissed wizard', () => {
  test('is offered again also after the death of the background, until it is back', async () => {
    const { intakes, revive } = await office()
    await intakes.dismiss(INTAKE, true)
    const revived = await revive()
    expect(revived.dismissed).toMatchObject({ id: INTAKE.id })
    expect(await revived.reopen(INTAKE.id)).toBe(true)
    expect(revived.dismissed).toBeNull()
    expect((await revive()).dismissed).toBeNull()
  })

  test('of a call that was given away is not offered', async () => {
    const { intakes } = await office()
    await intakes.dismiss(INTAKE, false)
    expect(intakes.dismissed).toBeNull()
  })

  test('is gone at once; the last keystrokes reach the server before that', async () => {
    const { intakes, connect, peer, owed } = await office()
    await intakes.keep(INTAKE, withTopic('Доставка'), 1)
    await intakes.dismiss(INTAKE, true)
    expect(intakes.shown([INTAKE], false)).toEqual([])
    await connect()
    await expect.poll(owed).toEqual([])
    const asked = peer.asked.map(({ method }) => method).filter((method) => method.startsWith('intake.'))
    expect(asked).toEqual(['intake.keep', 'intake.dismiss'])
    expect(topics(peer)).toEqual(['Доставка'])
  })

  test('of which the server does not know yet comes back without it', async () => {
    const { intakes } = await office()
    await intakes.keep(INTAKE, withTopic('Доставка'), 1)
    await intakes.dismiss(INTAKE, true)
    expect(await intakes.reopen(INTAKE.id)).toBe(true)
    expect(intakes.shown([INTAKE], false)).toMatchObject([{ form: { topic: 'Доставка' } }])
  })
})

describe('a request that a colleague has accepted', () => {
  const notice: Notice = {
    id: 'n1',
    base: 'crm',
    at: 1,
    from: 'Анна',
    client: 'Мария',
    number: '79035677876',
    topic: 'Доставка',
    whatToDo: 'Перезвонить',
    link: '',
  }

  test('is told once by the system, also when the background dies; and taken back when it was seen', async () => {
    const told = memorySlot<string[]>()
    const said: string[] = []
    const begin = () =>
      new NoticeAlerts(
        told,
        async ({ id }) => void said.push(`show ${id}`),
        async (id) => void said.push(`hide ${id}`),
      )
    const alerts = begin()
    await alerts.look([notice], true)
    await alerts.look([{ ...notice, link: 'e1cib/1' }], true)
    const revived = begin()
    await revived.look([notice], true)
    await revived.look([], true)
    expect(said).toEqual(['show n1', 'hide notice:n1'])
  })

  test('is not told to whoever does not want it', async () => {
    const said: string[] = []
    const alerts = new NoticeAlerts(
      memorySlot<string[]>(),
      async ({ id }) => void said.push(id),
      async () => {},
    )
    await alerts.look([notice], false)
    expect(said).toEqual([])
  })
})
