import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { AVAILABLE, type Status } from '../../../src/protocol/status.ts'
import { Commands } from '../../../src/server/gateway/commands.ts'
import { type Border, openBorder } from '../../support/border.ts'
import type { Operator } from '../../support/operator.ts'

const QUIET: Status = { ...AVAILABLE, kind: 'doNotDisturb' }
const PAGE = 'https://1c.example.ru/crm/ru/#e1cib/list'
let border: Border
let operator: Operator
beforeEach(async () => {
  border = await openBorder()
  operator = await border.operator()
})
afterEach(async () => {
  await operator.close()
  await border.close()
})

describe('a call', () => {
  test('is made from the operator’s own phone', async () => {
    const commandId = randomUUID()
    const { callId } = await operator.ask('call.make', { commandId, to: '+79035677876' })
    expect(border.pbx.made).toMatchObject([{ callId, device: '101', to: '+79035677876' }])
    expect(await operator.ask('command.outcome', { commandId })).toEqual({ outcome: 'done', callId })
  })

  test('asked for twice is made once, with the same answer; also while the first is under way, also from another browser', async () => {
    let go = () => {}
    border.pbx.onMake = () =>
      new Promise((resolve) => {
        go = resolve
      })
    const other = await border.operator()
    const params = { commandId: randomUUID(), to: '79035677876' }
    const answers = [operator.ask('call.make', params), other.ask('call.make', params)]
    await expect.poll(() => border.pbx.made.length).toBe(1)
    expect(await other.ask('command.outcome', { commandId: params.commandId })).toEqual({
      outcome: 'pending',
      callId: null,
    })
    go()
    const [first, second] = await Promise.all(answers)
    expect(second).toEqual(first)
    expect(await operator.ask('call.make', params)).toEqual(first)
    expect(border.pbx.made).toHaveLength(1)
    await other.close()
  })

  test('that failed is not tried again by the same command', async () => {
    border.pbx.onMake = () => Promise.reject(new TrubkaError('pbxDown'))
    const params = { commandId: randomUUID(), to: '79035677876' }
    await expect(operator.ask('call.make', params)).rejects.toMatchObject({ code: 'pbxDown' })
    border.pbx.onMake = async () => {}
    await expect(operator.ask('call.make', params)).rejects.toMatchObject({ code: 'pbxDown' })
    expect(border.pbx.made).toHaveLength(1)
    expect(await operator.ask('command.outcome', { commandId: params.commandId })).toEqual({
      outcome: 'failed',
      callId: null,
      fault: 'pbxDown',
    })
  })

  test('of another operator is not known to this one', async () => {
    const commandId = randomUUID()
    await operator.ask('call.make', { commandId, to: '79035677876' })
    const other = await border.operator('u103')
    expect(await other.ask('command.outcome', { commandId })).toEqual({ outcome: 'unknown', callId: null })
    await other.close()
  })

  test('by a command whose id was used for something else is refused', async () => {
    const commandId = randomUUID()
    await operator.ask('call.make', { commandId, to: '79035677876' })
    await expect(operator.ask('call.make', { commandId, to: '79035677877' })).rejects.toMatchObject({
      code: 'invalidParams',
      field: 'params.commandId',
    })
    expect(border.pbx.made).toHaveLength(1)
  })

  test.each([
    '8 (903) 567-78-76',
    '1',
    '*8',
    '12&SIP/1',
    '1\r\nAction: Command',
    '',
    '٣٤٥',
    '+'.repeat(3),
    '1'.repeat(21),
  ])('to «%s» is not made, and the field is named', async (to) => {
    const asked = operator.line.askAnything('call.make', { commandId: randomUUID(), to })
    await expect(asked).rejects.toMatchObject({ code: 'invalidParams', field: 'params.to' })
    expect(border.pbx.made).toEqual([])
  })

  test('of somebody without a phone is not made', async () => {
    const other = await border.operator('u199')
    const asked = other.ask('call.make', { commandId: randomUUID(), to: '79035677876' })
    await expect(asked).rejects.toMatchObject({ code: 'noPhone' })
    await other.close()
  })

  test('can be hung up by whose it is, and by nobody else', async () => {
    border.pbx.ring('101', '79035677876', 'their-call')
    const { calls } = await operator.sees((state) => state.calls.length === 1)
    const callId = calls[0]?.id ?? ''
    const other = await border.operator('u103')
    const asked = other.ask('call.clear', { commandId: randomUUID(), callId })
    await expect(asked).rejects.toMatchObject({ code: 'noSuchCall' })
    expect(await operator.ask('call.clear', { commandId: randomUUID(), callId })).toEqual({})
    expect(border.pbx.cleared).toEqual(['their-call-own'])
    await other.close()
  })
})

describe('a conversation', () => {
  async function talking() {
    border.pbx.ring('101', '79035677876')
    border.pbx.answered()
    const { calls } = await operator.sees((state) => state.calls[0]?.commands.includes('hold') === true)
    return calls[0]?.id ?? ''
  }

  test.each([
    ['call.hold', {}, 'hold'],
    ['call.consult', { to: '103' }, 'consult'],
    ['call.singleStepTransfer', { to: '103' }, 'singleStepTransfer'],
    ['call.generateDigits', { digits: '1*#D' }, 'generateDigits'],
  ] as const)('%s is done once, however often it is said', async (method, more, done) => {
    const params = { commandId: randomUUID(), callId: await talking(), ...more }
    expect(await operator.line.askAnything(method, params)).toEqual({})
    expect(await operator.line.askAnything(method, params)).toEqual({})
    expect(border.pbx.controlled).toEqual([done])
  })

  test.each(['call.retrieve', 'call.transfer', 'call.alternate', 'call.reconnect', 'call.conference'] as const)(
    '%s is refused where it makes no sense, in a word that can be shown',
    async (method) => {
      const callId = await talking()
      await expect(operator.ask(method, { commandId: randomUUID(), callId })).rejects.toMatchObject({ code: 'notNow' })
      expect(border.pbx.controlled).toEqual([])
    },
  )

  test.each([
    ['call.consult', { to: '10&3' }, 'params.to'],
    ['call.singleStepTransfer', { to: '103,1' }, 'params.to'],
    ['call.generateDigits', { digits: '' }, 'params.digits'],
    ['call.generateDigits', { digits: '1'.repeat(33) }, 'params.digits'],
    ['call.generateDigits', { digits: '1\r\nAction: Logoff' }, 'params.digits'],
  ] as const)('%s with %j is refused, and the field is named', async (method, more, field) => {
    const params = { commandId: randomUUID(), callId: await talking(), ...more }
    await expect(operator.line.askAnything(method, params)).rejects.toMatchObject({ code: 'invalidParams', field })
    expect(border.pbx.controlled).toEqual([])
  })

  test('with oneself is refused', async () => {
    const callId = await talking()
    const asked = operator.ask('call.consult', { commandId: randomUUID(), callId, to: '101' })
    await expect(asked).rejects.toMatchObject({ code: 'toSelf' })
  })

  test('with oneself is refused as that, also by who does not want to be disturbed', async () => {
    const callId = await talking()
    await operator.ask('status.set', { status: QUIET })
    const asked = operator.ask('call.consult', { commandId: randomUUID(), callId, to: '101' })
    await expect(asked).rejects.toMatchObject({ code: 'toSelf' })
  })

  test.each(['call.consult', 'call.singleStepTransfer'] as const)(
    '%s to who does not want to be disturbed is refused, and the call stays as it was',
    async (method) => {
      const callId = await talking()
      const colleague = await border.operator('u103')
      await colleague.ask('status.set', { status: QUIET })
      const asked = operator.ask(method, { commandId: randomUUID(), callId, to: '103' })
      await expect(asked).rejects.toMatchObject({ code: 'calleeDoNotDisturb' })
      expect(border.pbx.controlled).toEqual([])
      await colleague.close()
    },
  )

  test('is seen by colleagues as a busy line, with whom', async () => {
    border.pbx.here.set('101', true)
    const colleague = await border.operator('u103')
    await talking()
    const { lines } = await colleague.sees((state) => state.lines['101']?.state === 'talking')
    expect(lines['101']).toEqual({ state: 'talking', with: 'Имя' })
    const late = await border.operator('u103')
    expect(late.state.lines).toEqual(lines)
    await Promise.all([colleague.close(), late.close()])
  })
})

describe('a rule', () => {
  const write = (page: string, lines: string[], commandId = randomUUID()) =>
    operator.ask('routing.write', { commandId, page, lines })

  test('from a page of the base is in its file, and bad lines are named', async () => {
    expect(await write(PAGE, ['9035677876=103', 'abc=103', '9035677877=1'])).toEqual({
      written: 1,
      refused: [
        { at: 2, line: 'abc=103', fault: 'notDigits' },
        { at: 3, line: '9035677877=1', fault: 'internalTooShort' },
      ],
    })
    expect(border.routing.decide('79035677876')).toBe('103')
    await expect
      .poll(() => readFile(join(border.folder, 'routing', 'crm.roustable'), 'utf8').catch(() => ''))
      .toContain('9035677876=103')
  })

  test.each([
    'https://1c.example.ru/crmother/',
    'https://1c.example.ru.evil.org/crm/',
    'https://evil.org/1c.example.ru/crm',
  ])('from the page %s is of no base', async (page) => {
    await expect(write(page, ['9035677876=103'])).rejects.toMatchObject({ code: 'unknownBase', field: 'params.page' })
    expect(border.routing.decide('79035677876')).toBeNull()
  })

  test('that could not be kept may be sent again by the same command', async () => {
    const commandId = randomUUID()
    await border.routing.setEnabled(false)
    await expect(write(PAGE, ['9035677876=103'], commandId)).rejects.toMatchObject({ code: 'routingOff' })
    await border.routing.setEnabled(true)
    expect(await write(PAGE, ['9035677876=103'], commandId)).toEqual({ written: 1, refused: [] })
    expect(await operator.ask('command.outcome', { commandId })).toEqual({ outcome: 'done', callId: null })
  })

  test('sent after another is in force after it', async () => {
    const targets = Array.from({ length: 50 }, (_, at) => String(110 + at))
    await Promise.all(targets.map((target) => write(PAGE, [`9035677876=${target}`])))
    expect(border.routing.decide('79035677876')).toBe(targets.at(-1))
  })

  test('too many lines, or lines too long, are refused as a whole', async () => {
    await expect(write(PAGE, Array<string>(10_001).fill('9035677876=103'))).rejects.toMatchObject({
      code: 'invalidParams',
      field: 'params.lines',
    })
    await expect(write(PAGE, ['1'.repeat(201)])).rejects.toMatchObject({ field: 'params.lines.0' })
    await expect(write(PAGE, [])).rejects.toMatchObject({ field: 'params.lines' })
  })
})

describe('commands in memory', () => {
  const command = { id: 'a', method: 'm', params: {}, retryable: false }

  test('are forgotten ten minutes after they were done, never before', async () => {
    let now = 0
    const commands = new Commands(() => now)
    let done = () => {}
    const answer = commands.once(command, () => new Promise<void>((resolve) => (done = resolve)))
    now = 3_600_000
    expect(commands.outcome('a').outcome).toBe('pending')
    done()
    await answer
    now += 599_999
    expect(commands.outcome('a').outcome).toBe('done')
    now += 1
    expect(commands.outcome('a').outcome).toBe('unknown')
  })

  test('are bounded: old ones make room, but not those under way', async () => {
    const commands = new Commands()
    await commands.once(command, async () => 1)
    const never = () => new Promise(() => {})
    for (let at = 0; at < 1000; at++) void commands.once({ ...command, id: `p${at}` }, never)
    expect(commands.outcome('a').outcome).toBe('unknown')
    expect(() => commands.once({ ...command, id: 'more' }, never)).toThrow(TrubkaError)
    expect(commands.outcome('p0').outcome).toBe('pending')
  })
})
