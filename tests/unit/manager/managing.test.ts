import { access, mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LiveSettings } from '../../../src/server/manager/settings.ts'
import { Administrator } from '../../support/administrator.ts'
import { type Border, MANAGER_TOKEN, openBorder } from '../../support/border.ts'
import { pair } from '../../support/operator.ts'

let border: Border
let administrator: Administrator
beforeEach(async () => {
  // As behind a proxy on the same machine.
  border = await openBorder({}, ['127.0.0.1'])
  administrator = new Administrator(border.http)
  const headers = { authorization: `Bearer ${MANAGER_TOKEN}` }
  const response = await fetch(`${border.http}/manager/links`, { method: 'POST', headers, body: '{}' })
  await administrator.signIn({ link: JSON.parse(await response.text()).code })
})
afterEach(() => border.close())

const CALLER = '79035677876'
let command = 0
const commandId = () => `00000000-0000-4000-8000-${String(++command).padStart(12, '0')}`
const write = (lines: string[], id = commandId()) => administrator.post('rules', { base: 'crm', lines, commandId: id })

describe('settings', () => {
  test('say where they come from; what is set here goes before that, at once, and can be put back', async () => {
    expect((await administrator.get('state')).body).toMatchObject({
      settings: {
        enabled: { value: true, source: 'default', configured: true },
        lastDigits: { value: 10, source: 'file', configured: 10 },
        internalLength: { value: { min: 2, max: 5 }, source: 'environment' },
      },
    })
    await write(['9035677876=103'])
    const set = await administrator.post('settings', { lastDigits: 7 })
    expect(set.body).toMatchObject({ settings: { lastDigits: { value: 7, source: 'manager', configured: 10 } } })
    expect(border.routing.decide('5677876')).toBe('103')
    expect(border.customers.lengths).toEqual({ lastDigits: 7, internalLength: { min: 2, max: 5 } })
    const back = await administrator.post('settings', { lastDigits: null })
    expect(back.body).toMatchObject({ settings: { lastDigits: { value: 10, source: 'file' } } })
    expect(border.routing.settings.lastDigits).toBe(10)
  })

  test('count for callers’ numbers also when the rules cannot be read by them just now', async () => {
    const reading = vi.spyOn(border.ledger, 'read').mockImplementation(() => {
      throw new Error('EIO: i/o error, read')
    })
    expect((await administrator.post('settings', { lastDigits: 7 })).status).toBe(500)
    reading.mockRestore()
    expect(border.customers.lengths).toEqual({ lastDigits: 7, internalLength: { min: 2, max: 5 } })
  })

  test('asked for at the same moment are all in force, and kept', async () => {
    await Promise.all([
      administrator.post('settings', { enabled: false }),
      administrator.post('settings', { lastDigits: 8 }),
      administrator.post('settings', { internalLength: { min: 3, max: 4 } }),
    ])
    const wanted = { enabled: false, lastDigits: 8, internalLength: { min: 3, max: 4 } }
    expect(border.routing.settings).toEqual(wanted)
    expect(border.settings.current).toEqual(wanted)
  })

  test('the state says how far the PBX’s call records have been read, and why not further', async () => {
    const { body } = await administrator.get('state')
    expect(body).toMatchObject({
      callRecords: { path: '/calls.csv', lastAt: 1000, offset: 20, fault: 'no such file' },
    })
  })

  test('for how long chats and recordings are kept is seen, set, in force at once, put back, and in the journal', async () => {
    const { body } = await administrator.get('state')
    expect(body).toMatchObject({
      settings: {
        chatKeepDays: { value: 730, source: 'file', configured: 730 },
        recordingsKeepDays: { value: 0, source: 'default', configured: 0 },
      },
    })
    await mkdir(border.recordingsFolder, { recursive: true })
    const old = join(border.recordingsFolder, 'old.wav')
    await writeFile(old, 'RIFF')
    await utimes(old, new Date(0), new Date(0))
    const inForce = vi.spyOn(border.chat, 'setKeepDays')
    const set = await administrator.post('settings', { keepDays: { recordings: 90, chat: 30 } })
    expect(set.body).toMatchObject({
      settings: {
        chatKeepDays: { value: 30, source: 'manager', configured: 730 },
        recordingsKeepDays: { value: 90, source: 'manager', configured: 0 },
      },
    })
    expect(inForce).toHaveBeenLastCalledWith(30)
    await expect
      .poll(() =>
        access(old).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone')
    const kept = new LiveSettings(border.ledger, {
      values: border.settings.current,
      sources: {
        enabled: 'default',
        lastDigits: 'default',
        internalLength: 'default',
        chatKeepDays: 'default',
        recordingsKeepDays: 'default',
      },
      interactions: new Map(),
      keepDays: { chat: 0, recordings: 0 },
    })
    await kept.load()
    expect([kept.keepDaysOf('chat'), kept.keepDaysOf('recordings')]).toEqual([30, 90])
    await administrator.post('settings', { keepDays: { chat: null } })
    expect(inForce).toHaveBeenLastCalledWith(730)
    expect([border.settings.keepDaysOf('chat'), border.settings.keepDaysOf('recordings')]).toEqual([730, 90])
    await administrator.post('settings', { keepDays: { chat: 0 } })
    expect(inForce).toHaveBeenLastCalledWith(null)
    expect((await administrator.get('changes')).body).toMatchObject({
      entries: [
        { change: { what: 'settings', settings: { keepDays: { chat: 0 } } }, by: { kind: 'administrator' } },
        { change: { what: 'settings', settings: { keepDays: { chat: null } } } },
        { change: { what: 'settings', settings: { keepDays: { chat: 30, recordings: 90 } } } },
      ],
    })
    for (const chat of [-1, 1.5, 36_501, '30'])
      expect((await administrator.post('settings', { keepDays: { chat } })).status).toBe(400)
  })

  test('the number of interactions of a base is set at once, and put back', async () => {
    const { body } = await administrator.post('settings', { interactions: { crm: 5 } })
    expect(body).toMatchObject({ bases: [{ interactions: { value: 5, source: 'manager', configured: 3 } }] })
    expect(border.needed.get('crm')).toBe(5)
    await administrator.post('settings', { interactions: { crm: null } })
    expect([border.needed.get('crm'), border.settings.interactionsOf('crm')]).toEqual([3, 3])
    expect((await administrator.post('settings', { interactions: { nowhere: 1 } })).status).toBe(404)
    expect((await administrator.post('settings', { interactions: { crm: -1 } })).status).toBe(400)
  })

  test('that make no sense are refused', async () => {
    for (const wish of [{ lastDigits: 2 }, { lastDigits: 16 }, { internalLength: { min: 5, max: 2 } }])
      expect((await administrator.post('settings', wish)).status).toBe(400)
    expect(border.routing.settings.lastDigits).toBe(10)
  })

  test('that cannot be kept are not changed', async () => {
    await border.ledger.close()
    expect(await administrator.post('settings', { enabled: false })).toMatchObject({
      status: 503,
      body: { error: 'notKept' },
    })
    expect(border.routing.settings.enabled).toBe(true)
  })

  test('who changed what, when and from where, is told', async () => {
    await administrator.post('settings', { enabled: false }, { 'x-forwarded-for': '6.6.6.6, 10.1.2.3' })
    const { body } = await administrator.get('changes')
    expect(body).toEqual({
      entries: [
        {
          seq: 1,
          at: expect.any(Number),
          by: { kind: 'administrator', name: '' },
          from: '10.1.2.3',
          change: { what: 'settings', settings: { enabled: false } },
        },
      ],
      before: null,
    })
    expect(border.log.text()).toContain('changed on the manager page')
  })
})

describe('rules', () => {
  test('written here are in force; asked twice, done once', async () => {
    const id = commandId()
    expect((await write(['9035677876=103', 'bad'], id)).body).toMatchObject({
      written: 1,
      refused: [{ at: 2, fault: 'notDigits' }],
    })
    await write(['9035677876=101'])
    expect((await write(['9035677876=103', 'bad'], id)).body).toMatchObject({ written: 1 })
    expect(border.routing.decide(CALLER)).toBe('101')
  })

  test('are listed page after page, and found by a part', async () => {
    await border.routing.write({
      base: 'crm',
      lines: Array.from({ length: 250 }, (_, i) => `${9_000_000_000 + i}=103`),
      by: 'u101',
      commandId: 'many',
    })
    const numbers: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const { body } = await administrator.get(`rules?base=crm&part=&after=${after}`)
      const page = body as { rules: { number: string }[]; next: string | null; found: number }
      expect(page.found).toBe(250)
      numbers.push(...page.rules.map(({ number }) => number))
      after = page.next
    }
    expect(numbers).toEqual(Array.from({ length: 250 }, (_, i) => String(9_000_000_000 + i)))
    expect((await administrator.get('rules?base=crm&part=0249')).body).toMatchObject({ found: 1 })
    expect((await administrator.get('rules?base=nowhere')).status).toBe(404)
  })

  test('with routing off are refused, and say so', async () => {
    await administrator.post('settings', { enabled: false })
    expect(await write(['9035677876=103'])).toMatchObject({ status: 409, body: { error: 'routingOff' } })
  })

  test('have a history: the operator, 1C, the talks and the administrator by name, newest first', async () => {
    const { id } = await border.tokens.make({ base: 'crm', name: 'Обмен', by: 'test', from: '' })
    const by = ['u101', `token:${id}`, 'interactions:u103', 'somebody']
    for (const each of by)
      await border.routing.write({
        base: 'crm',
        lines: ['9035677876=103', '9165550124=101'],
        by: each,
        commandId: each,
      })
    await write(['9035677876='])
    await border.tokens.revoke(id, { by: 'administrator', from: '' })
    const { body } = await administrator.get('history?base=crm&part=903567')
    expect(body).toMatchObject({
      entries: [
        { by: { kind: 'administrator' }, lines: ['9035677876='], count: 1 },
        { by: { kind: 'other', name: 'somebody' }, lines: ['9035677876=103'] },
        { by: { kind: 'interactions', name: 'Петров Семён' } },
        { by: { kind: 'token', name: 'Обмен' } },
        { by: { kind: 'operator', name: 'Иванова Анна' }, lines: ['9035677876=103'], count: 1 },
      ],
      before: null,
    })
    expect((await administrator.get('history?base=crm&part=7777')).body).toEqual({ entries: [], before: null })
  })

  test('tell from which address they came; found by it, and by who it was', async () => {
    const operator = await border.operator('u101')
    const page = 'https://1c.example.ru/crm/'
    await operator.ask('routing.write', { commandId: commandId(), page, lines: ['9035677876=103'] })
    const { token } = await border.tokens.make({ base: 'crm', name: 'Обмен', by: 'test', from: '' })
    await fetch(`${border.http}/api/bases/crm/rules`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': '10.1.2.3' },
      body: '9035677876=104',
    })
    const from = (address: string) => ({ 'x-forwarded-for': address })
    await administrator.post(
      'rules',
      { base: 'crm', lines: ['9035677876=105'], commandId: commandId() },
      from('2001:db8::7'),
    )
    await administrator.post('import?base=crm', '9035677876=106\n', from('10.1.99.4'))
    await border.routing.write({
      base: 'crm',
      lines: ['9035677876=107'],
      by: 'interactions:u103',
      commandId: commandId(),
    })
    const found = async (part: string) => {
      const { body } = await administrator.get(`history?part=${encodeURIComponent(part)}`)
      return (body as { entries: { from: string; lines: string[] }[] }).entries.map(
        ({ from, lines }) => `${lines.join()} ${from}`,
      )
    }
    const [operators, http, page1, imported, counted] = [
      '9035677876=103 127.0.0.1',
      '9035677876=104 10.1.2.3',
      '9035677876=105 2001:db8::7',
      '9035677876=106 10.1.99.4',
      '9035677876=107 ',
    ]
    expect(await found('567-78')).toEqual([counted, imported, page1, http, operators])
    expect(await found('10.1.')).toEqual([imported, http])
    expect(await found('DB8:')).toEqual([page1])
    expect(await found('иванова')).toEqual([operators])
    expect(await found('Петров')).toEqual([counted])
    expect(await found('10.2.')).toEqual([])
    await operator.close()
  })

  test('have a history of any length: every write is there once', async () => {
    for (let i = 0; i < 130; i++)
      await border.routing.write({ base: 'crm', lines: ['9035677876=103'], by: 'u101', commandId: `c${i}` })
    const seen: number[] = []
    for (let before: number | null | '' = ''; before !== null; ) {
      const { body } = await administrator.get(`history?${before === '' ? '' : `before=${before}`}`)
      const page = body as { entries: { seq: number }[]; before: number | null }
      seen.push(...page.entries.map(({ seq }) => seq))
      before = page.before
    }
    expect(seen).toEqual(Array.from({ length: 130 }, (_, i) => 130 - i))
  })
})

describe('a file', () => {
  const FILE = '# примечание\n9035677876=105\n9165550124=\n9031112233=101\nне правило\n'

  test('is first shown as what it would change, then written, once', async () => {
    await write(['9035677876=103', '9165550124=101', '9031112233=101'])
    const { body } = await administrator.post('import/preview?base=crm', FILE)
    expect(body).toMatchObject({
      added: 0,
      changed: 1,
      removed: 1,
      same: 1,
      changes: [
        { number: '9035677876', before: '103', after: '105' },
        { number: '9165550124', before: '101', after: null },
      ],
      refused: [{ at: 5, line: 'не правило', fault: 'notDigits' }],
      refusedCount: 1,
    })
    expect(border.routing.decide(CALLER)).toBe('103')
    const id = commandId()
    const run = () => administrator.post(`import?base=crm&id=${id}`, FILE)
    expect((await run()).body).toEqual({ written: 2, same: 1, refusedCount: 1 })
    expect([border.routing.decide(CALLER), border.routing.decide('9165550124')]).toEqual(['105', null])
    await write(['9035677876=101'])
    await run()
    expect(border.routing.decide(CALLER)).toBe('101')
  })

  test.each([
    ['CSV with a heading and a name', 'Телефон;Внутренний;Имя\n"+7 (903) 567-78-76";"103";"Ромашка"\n'],
    ['commas', '89035677876,103\r\n'],
    ['tabs', '8 903 567 78 76\t103'],
    ['a byte order mark', '\uFEFF9035677876=103\n'],
  ])('may be %s', async (_, text) => {
    expect((await administrator.post(`import?base=crm`, text)).body).toEqual({ written: 1, same: 0, refusedCount: 0 })
    expect(border.routing.decide(CALLER)).toBe('103')
  })

  test('with routing off is refused, and says so, whatever it holds', async () => {
    await administrator.post('settings', { enabled: false })
    const refused = { status: 409, body: { error: 'routingOff' } }
    expect(await administrator.post('import?base=crm', '9035677876=\n')).toMatchObject(refused)
  })

  test('of many lines is written in parts', async () => {
    const lines = Array.from({ length: 25_000 }, (_, i) => `${9_000_000_000 + i}=103`)
    expect((await administrator.post('import?base=crm', lines.join('\n'))).body).toMatchObject({ written: 25_000 })
    expect(border.routing.decide('9000024999')).toBe('103')
  })

  test('is given out as it is; an empty one where there never was a rule', async () => {
    expect(await administrator.get('export?base=crm')).toMatchObject({ status: 200, body: '' })
    await writeFile(join(border.folder, 'routing', 'crm.roustable'), FILE)
    const { body, headers } = await administrator.get('export?base=crm')
    expect(body).toBe(FILE)
    expect(headers.get('content-disposition')).toContain('crm.roustable')
    expect(headers.get('content-type')).toContain('text/plain')
    expect((await administrator.get('export?base=..%2F..%2Fledger%2Fledger')).status).toBe(404)
  })
})

describe('the file of rules', { timeout: 30_000 }, () => {
  const SLOWLY = { timeout: 20_000 }
  const path = () => join(border.folder, 'routing', 'crm.roustable')
  const told = async () => {
    const { body } = await administrator.get('state')
    return v.parse(v.object({ bases: v.array(v.looseObject({ id: v.string(), file: v.unknown() })) }), body).bases[0]
      ?.file
  }

  test('with a wrong line, or one that is no text, is told of until it is mended', async () => {
    await write(['9035677876=103'])
    await expect.poll(() => readFile(path(), 'utf8').catch(() => ''), SLOWLY).toContain('9035677876=103')
    const good = await readFile(path(), 'utf8')
    expect(await told()).toMatchObject({ path: path(), rules: 1, error: null, refused: [], refusedCount: 0 })

    await writeFile(path(), `9021110023=1\n${good}`)
    // Before each writing of ours the file is looked at; else it may take half a minute.
    await write(['9161234567=104'])
    const refused = [{ at: 1, line: '9021110023=1', fault: 'internalTooShort' }]
    await expect.poll(told, SLOWLY).toMatchObject({ rules: 2, error: null, refused, refusedCount: 1 })

    await expect.poll(() => readFile(path(), 'utf8'), SLOWLY).toContain('9161234567=104')
    await writeFile(path(), Buffer.alloc(64))
    await write(['9261234567=105'])
    await expect.poll(told, SLOWLY).toMatchObject({ rules: 3, error: 'notText' })
    expect((await readFile(path())).every((byte) => byte === 0)).toBe(true)

    await writeFile(path(), good)
    await write(['9991234567=106'])
    await expect.poll(told, SLOWLY).toMatchObject({ rules: 4, error: null, refused: [], refusedCount: 0 })
    await expect.poll(() => readFile(path(), 'utf8'), SLOWLY).toContain('9991234567=106')
  })
})

describe('employees', () => {
  test('have number, line and browsers; a code made here pairs', async () => {
    const { body } = await administrator.get('state')
    expect(body).toMatchObject({
      operators: [{ id: 'u101', number: '101', browsers: [] }, {}, { number: null, line: null }],
    })
    const { body: made } = await administrator.post('codes', { operator: 'u101' })
    await pair(border.url, (made as { code: string }).code)
    expect((await administrator.get('state')).body).toMatchObject({
      operators: [{ browsers: [{ pairedAt: expect.any(Number) }] }, {}, {}],
    })
    expect((await administrator.post('codes', { operator: 'nobody' })).status).toBe(404)
    expect((await administrator.get('changes')).body).toMatchObject({
      entries: [{ change: { what: 'paired', operator: 'Иванова Анна' } }],
    })
  })
})

describe('tokens', () => {
  test('are made, told once, and revoked', async () => {
    const { body } = await administrator.post('tokens', { base: 'crm', name: ' обмен ' })
    const { token, id } = body as { token: string; id: string }
    const state = JSON.stringify((await administrator.get('state')).body)
    expect(state).toContain('"name":"обмен"')
    expect(state).not.toContain(token)
    const send = () =>
      fetch(`${border.http}/api/bases/crm/rules`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: '9035677876=103',
      })
    expect((await send()).status).toBe(200)
    expect((await administrator.post('tokens/revoke', { id })).status).toBe(200)
    expect((await send()).status).toBe(401)
    expect((await administrator.post('tokens/revoke', { id })).status).toBe(404)
    expect((await administrator.post('tokens', { base: 'nowhere', name: '' })).status).toBe(404)
  })

  test('no more than twenty to a base', async () => {
    for (let i = 0; i < 20; i++) await administrator.post('tokens', { base: 'crm', name: String(i) })
    expect((await administrator.post('tokens', { base: 'crm', name: 'x' })).status).toBe(429)
  })
})
