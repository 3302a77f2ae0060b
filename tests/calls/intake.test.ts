import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Intake, IntakeForm } from '../../src/protocol/intake.ts'
import { type RunningServer, standBase, startServer } from '../../stand/cti-server.ts'
import { type Stand, startStand } from '../../stand/stand.ts'
import { bundle } from '../support/child.ts'
import { healthOf } from '../support/health.ts'
import { openLab } from '../support/lab.ts'
import { Operator, type Pairing, pair } from '../support/operator.ts'
import type { LabCall, PhoneLab } from '../support/phone-lab.ts'
import { describePbx, SOON } from '../support/site.ts'

/** Of ООО «Ромашка» in the stand's base. */
const CLIENT = '79035677876'
const STRANGER = '79260001122'
const LONG = { timeout: 30_000, interval: 50 }

await describePbx('The wizard at the answer of a client’s call', () => {
  let lab: PhoneLab
  let stand: Stand
  let server: RunningServer
  let removeProgram = async () => {}
  const pairings = new Map<string, Pairing>()
  const operators: Operator[] = []

  beforeAll(async () => {
    const built = await bundle('src/server/main.ts')
    removeProgram = built.close
    lab = await openLab()
    stand = await startStand({ webPort: 0, page: '' })
    server = await startServer({
      program: built.file,
      ami: lab.ami,
      bases: [standBase(stand.origin)],
    })
  })
  afterEach(async () => {
    for (const operator of operators.splice(0)) await operator.close()
    await lab.reset()
  })
  afterAll(async () => {
    await server.close()
    await stand.stop()
    await lab.close()
    await removeProgram()
  })

  const ready = () => expect.poll(() => healthOf(server), LONG).toMatchObject({ pbx: 'up', bases: [{ state: 'up' }] })

  /** A browser of whoever has this phone. */
  async function browser(number: string): Promise<Operator> {
    await ready()
    const pairing = pairings.get(number) ?? (await pair(server.url, await server.code(number)))
    pairings.set(number, pairing)
    const operator = await Operator.signIn(server.url, pairing)
    operators.push(operator)
    await operator.sync()
    return operator
  }

  /** A client calls, and 101 answers. */
  async function talk(from: string): Promise<{ client: LabCall; phone: LabCall }> {
    const client = await lab.incoming({ from })
    const phone = await lab.phone('101').ringing()
    await phone.answer()
    return { client, phone }
  }

  async function wizardOf(operator: Operator, number: string): Promise<Intake> {
    const of = (intakes: readonly Intake[]) => intakes.find((intake) => intake.number === number)
    const found = of((await operator.sees(({ intakes }) => of(intakes) !== undefined, LONG.timeout)).intakes)
    if (!found) throw new Error(`no wizard for ${number}`)
    return found
  }

  const type = async (operator: Operator, intake: Intake, typed: Partial<IntakeForm>) => {
    const { id, callId, number } = intake
    const form = { ...intake.form, ...typed }
    await operator.ask('intake.keep', { id, callId, number, form, version: intake.version + 1 })
    return form
  }
  const dismissAll = async (operator: Operator) => {
    for (const { id } of operator.state.intakes) await operator.ask('intake.dismiss', { id })
  }

  test('a client who is known: found by the number, with the manager who is responsible', async () => {
    const anna = await browser('101')
    await lab.incoming({ from: CLIENT })
    const phone = await lab.phone('101').ringing()
    await anna.sees(({ calls }) => calls.some(({ local }) => local === 'alerting'))
    expect(anna.state.intakes).toEqual([])
    await phone.answer()
    const romashka = stand.base.clientNamed('ООО «Ромашка»')
    const { form, number } = await wizardOf(anna, CLIENT)
    expect(number).toBe(CLIENT)
    expect(form).toMatchObject({ base: 'crm', client: { ref: romashka.ref }, phone: '' })
    await expect.poll(() => anna.state.intakes.map(({ form }) => form.manager), SOON).toEqual([romashka.responsible])
    await dismissAll(anna)
  })

  test('goes with the call to whom it is given after a word, with what was typed; not before', async () => {
    const anna = await browser('101')
    const colleague = await browser('102')
    await talk(STRANGER)
    const wizard = await wizardOf(anna, STRANGER)
    expect(wizard.form).toMatchObject({ client: null, phone: STRANGER })
    const [call] = anna.state.calls
    if (!call) throw new Error('no call')
    await anna.ask('call.consult', { commandId: randomUUID(), callId: call.id, to: '102' })
    await (await lab.phone('102').ringing()).answer()
    await colleague.sees(({ calls }) =>
      calls.some(({ remote, party }) => remote === 'connected' && party.colleague?.number === '101'),
    )
    await type(anna, wizard, { name: 'Кузнецова Мария', topic: 'Доставка' })
    expect(colleague.state.intakes).toEqual([])
    await anna.ask('call.transfer', { commandId: randomUUID(), callId: call.id })
    const handed = await wizardOf(colleague, STRANGER)
    expect(handed).toMatchObject({
      from: anna.self.name,
      form: { phone: STRANGER, name: 'Кузнецова Мария', topic: 'Доставка' },
    })
    await anna.sees(({ intakes }) => intakes.length === 0)
    await dismissAll(colleague)
  })

  test('given away unasked: the operator has it until the colleague answers', async () => {
    const anna = await browser('101')
    const colleague = await browser('102')
    await talk(STRANGER)
    const wizard = await wizardOf(anna, STRANGER)
    await type(anna, wizard, { whatToDo: 'Перезвонить' })
    await anna.ask('call.singleStepTransfer', { commandId: randomUUID(), callId: wizard.callId, to: '102' })
    const phone = await lab.phone('102').ringing()
    await anna.sees(({ calls }) => calls.length === 0)
    expect(anna.state.intakes).toMatchObject([{ form: { whatToDo: 'Перезвонить' } }])
    expect(colleague.state.intakes).toEqual([])
    await phone.answer()
    expect(await wizardOf(colleague, STRANGER)).toMatchObject({
      from: anna.self.name,
      form: { whatToDo: 'Перезвонить' },
    })
    await anna.sees(({ intakes }) => intakes.length === 0)
    await dismissAll(colleague)
  })

  test('the server is killed in between: what was typed goes to the colleague all the same', async () => {
    const anna = await browser('101')
    const { client } = await talk(STRANGER)
    const wizard = await wizardOf(anna, STRANGER)
    await anna.ask('call.consult', { commandId: randomUUID(), callId: wizard.callId, to: '102' })
    await (await lab.phone('102').ringing()).answer()
    await anna.sees(({ calls }) => calls.some(({ consultation }) => consultation?.remote === 'connected'))
    const form = await type(anna, wizard, { topic: 'Ремонт' })
    await server.kill()
    await server.restart()
    await ready()
    const again = await browser('101')
    const colleague = await browser('102')
    await again.sees(({ calls, intakes }) => calls.length === 1 && intakes.length === 1)
    // What a browser has not had acknowledged it sends again.
    const { id, callId, number } = wizard
    await again.ask('intake.keep', { id, callId, number, form: { ...form, name: 'Пётр' }, version: wizard.version + 2 })
    await again.ask('call.transfer', { commandId: randomUUID(), callId })
    expect(await wizardOf(colleague, STRANGER)).toMatchObject({
      from: again.self.name,
      form: { topic: 'Ремонт', name: 'Пётр' },
    })
    await again.sees(({ intakes }) => intakes.length === 0)
    await client.hangup()
    await dismissAll(colleague)
  })

  test('accepted: once in 1C, however often it is asked for, and its manager is told, also on coming back', async () => {
    const anna = await browser('101')
    const { client } = await talk(STRANGER)
    const wizard = await wizardOf(anna, STRANGER)
    await client.hangup()
    const manager = stand.base.employeeWithNumber('102').ref
    const form = {
      ...wizard.form,
      name: 'Новый Клиент',
      topic: 'Кассовый аппарат',
      whatToDo: 'Выставить счёт',
      manager,
    }
    const { id, callId, number } = wizard
    const wish = { commandId: randomUUID(), id, callId, number, form }
    await Promise.all([
      anna.ask('intake.accept', wish),
      anna.ask('intake.accept', { ...wish, commandId: randomUUID() }),
    ])
    await server.kill()
    await server.restart()
    await ready()
    const again = await browser('101')
    await again.ask('intake.accept', wish)
    expect(again.state.intakes).toEqual([])
    const registered = () => stand.base.crm.interests.filter(({ topic }) => topic === 'Кассовый аппарат')
    await expect.poll(registered, LONG).toMatchObject([{ responsible: manager, whatToDo: 'Выставить счёт' }])

    const colleague = await browser('102')
    const linked = await colleague.sees(({ notices }) => notices.some(({ link }) => link !== ''), LONG.timeout)
    expect(linked.notices).toMatchObject([
      { id, base: 'crm', from: anna.self.name, client: 'Новый Клиент', topic: 'Кассовый аппарат' },
    ])
    await colleague.ask('notice.seen', { id })
    await colleague.sees(({ notices }) => notices.length === 0)
    expect(registered()).toHaveLength(1)
    expect((await browser('102')).state.notices).toEqual([])
  })
})
