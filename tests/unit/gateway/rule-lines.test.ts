import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { linesIn } from '../../../src/server/gateway/rule-lines/request.ts'
import { type Border, openBorder } from '../../support/border.ts'
import { turnsDuring } from '../../support/turns.ts'

let border: Border
let token: string
beforeEach(async () => {
  border = await openBorder()
  token = (await border.tokens.make({ base: 'crm', name: 'обмен', by: 'test', from: '' })).token
})
afterEach(() => border.close())

type Sent = { body?: string | Uint8Array<ArrayBuffer>; headers?: Record<string, string>; base?: string; token?: string }
const send = (sent: Sent = {}) =>
  fetch(`${border.http}/api/bases/${sent.base ?? 'crm'}/rules`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sent.token ?? token}`, ...sent.headers },
    body: sent.body ?? '9035677876=103',
  })
const answerTo = async (sent: Sent = {}) => {
  const response = await send(sent)
  const body: unknown = JSON.parse(await response.text())
  return { status: response.status, body, headers: response.headers }
}
const text = (charset = 'utf-8') => ({ 'content-type': `text/plain; charset=${charset}` })
const json = { 'content-type': 'application/json' }
const target = (number = '79035677876') => border.routing.decide(number)
const recorded = async () => {
  const records = []
  for await (const { record } of border.ledger.read(0)) if (record.type === 'rules.written') records.push(record)
  return records
}

describe('rule lines from 1C', () => {
  test('a key whose write has failed may be used for other lines; one that is being written may not', async () => {
    const [first, second] = await Promise.all([
      answerTo({ body: '9035677876=103', headers: { 'idempotency-key': 'k1' } }),
      answerTo({ body: '9035677876=104', headers: { 'idempotency-key': 'k1' } }),
    ])
    expect(new Set([first.status, second.status])).toEqual(new Set([200, 409]))
    await border.routing.setEnabled(false)
    expect(await answerTo({ headers: { 'idempotency-key': 'k2' } })).toMatchObject({ status: 503 })
    await border.routing.setEnabled(true)
    expect(await answerTo({ body: '9161234567=104', headers: { 'idempotency-key': 'k2' } })).toMatchObject({
      status: 200,
      body: { written: 1 },
    })
    expect(target('9161234567')).toBe('104')
  })

  test('as text are in force and in the ledger when they are acknowledged', async () => {
    const { status, body } = await answerTo({ body: '9035677876=103\r\n\r\n9165550124=101\r\n', headers: text() })
    expect([status, body]).toEqual([200, { written: 2, ignored: [] }])
    expect([target(), target('+7 916 555-01-24')]).toEqual(['103', '101'])
    expect(await recorded()).toMatchObject([{ base: 'crm', lines: ['9035677876=103', '9165550124=101'] }])
  })

  test('as JSON do the same; an empty right side removes', async () => {
    const write = (lines: string[]) => answerTo({ body: JSON.stringify({ lines }), headers: json })
    expect((await write(['9035677876=103'])).body).toEqual({ written: 1, ignored: [] })
    expect(target()).toBe('103')
    expect((await write(['9035677876='])).body).toEqual({ written: 1, ignored: [] })
    expect(target()).toBeNull()
  })

  test('each ignored line is named by number, text, code and fault, in the asker’s language', async () => {
    const body = '9035677876=103\n\nТелефон=103\n12345=103\n9035677877=1\n9035677878=123456\n'
    const russian = await answerTo({ body, headers: { ...text(), 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.5' } })
    expect(russian.headers.get('content-language')).toBe('ru')
    expect(russian.body).toEqual({
      written: 1,
      ignored: [
        {
          line: 3,
          text: 'Телефон=103',
          code: 'notDigits',
          fault: 'строка не вида 9035677876=103: нужны только цифры и один знак =',
        },
        expect.objectContaining({ line: 4, code: 'numberTooShort', fault: expect.stringMatching(/короче.*: 10$/) }),
        expect.objectContaining({ line: 5, code: 'internalTooShort', fault: expect.stringMatching(/короче.*: 2$/) }),
        expect.objectContaining({ line: 6, code: 'internalTooLong', fault: expect.stringMatching(/длиннее.*: 5$/) }),
      ],
    })
    const english = await answerTo({ body, headers: { ...text(), 'accept-language': 'en-GB, ru;q=0.3' } })
    const told = expect.arrayContaining([
      expect.objectContaining({ fault: expect.stringContaining('digits and one =') }),
    ])
    expect(english.body).toEqual({ written: 1, ignored: told })
  })

  test('in Windows-1251 are read as such', async () => {
    const cyrillic = Uint8Array.from([0xd2, 0xe5, 0xeb, ...Buffer.from('=103\n9035677876=103')])
    const { body } = await answerTo({ body: cyrillic, headers: text('windows-1251') })
    expect(body).toMatchObject({ written: 1, ignored: [{ line: 1, text: 'Тел=103', code: 'notDigits' }] })
  })

  test('need no content type, and may begin with a byte order mark', async () => {
    const body = Buffer.from('\uFEFF9035677876=103')
    expect((await answerTo({ body, headers: { 'content-type': 'text/plain' } })).body).toMatchObject({ written: 1 })
    const plain = await fetch(`${border.http}/api/bases/crm/rules`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new Uint8Array(Buffer.from('9035677877=103')),
    })
    expect(await plain.json()).toMatchObject({ written: 1 })
  })

  test('come up to ten thousand at once, and are soon in the file', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `9${String(i).padStart(9, '0')}=103`)
    expect(await answerTo({ body: lines.join('\n') })).toMatchObject({ status: 200, body: { written: 10_000 } })
    expect(target('79000009999')).toBe('103')
    const file = join(border.folder, 'routing', 'crm.roustable')
    const inFile = async () => (await readFile(file, 'utf8').catch(() => '')).match(/^\d+=103$/gm)?.length
    await expect.poll(inFile, { timeout: 20_000 }).toBe(10_000)

    const tooMany = await answerTo({ body: [...lines, '9990000000=103'].join('\n') })
    expect(tooMany).toMatchObject({ status: 413, body: { error: 'tooManyLines' } })
    expect(target('79990000000')).toBeNull()
  })

  test('hold up nobody, even as two megabytes of blank lines', async () => {
    const body = Buffer.from(`${'\n'.repeat(2_000_000)}9035677876=103`)
    const kind = { json: false, charset: 'utf-8' } as const
    const turns = await turnsDuring(async () => {
      expect(await linesIn(body, kind)).toEqual([{ at: 2_000_001, text: '9035677876=103' }])
    })
    expect(turns).toBeGreaterThan(100)
  })

  test('as JSON are counted before they are looked at, blank ones too', async () => {
    const tooMany = await answerTo({ body: JSON.stringify({ lines: Array(10_001).fill('') }), headers: json })
    expect(tooMany).toMatchObject({ status: 413, body: { error: 'tooManyLines', field: 'lines' } })
  })
})

describe('a request asked twice', () => {
  const headers = { 'idempotency-key': 'exchange-2026-11-27/1' }

  test('is done once, with the same answer', async () => {
    const body = '9035677876=103\nbad'
    const first = await answerTo({ body, headers })
    await border.routing.write({ base: 'crm', lines: ['9035677876=101'], by: 'u101', commandId: 'later' })
    const again = await answerTo({ body, headers })
    expect([again.status, again.body]).toEqual([200, first.body])
    expect(target()).toBe('101')
    expect((await recorded()).map(({ by }) => by)).toEqual([expect.stringMatching(/^token:/), 'u101'])
  })

  test('at the same moment, too', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => answerTo({ headers })))
    expect(answers.map(({ body }) => body)).toEqual(Array(10).fill({ written: 1, ignored: [] }))
    expect(await recorded()).toHaveLength(1)
  })

  test('with other lines is refused', async () => {
    await answerTo({ headers })
    const other = await answerTo({ headers, body: '9035677876=101' })
    expect(other).toMatchObject({ status: 409, body: { error: 'keyUsed', field: 'Idempotency-Key' } })
    expect(target()).toBe('103')
  })

  test('by another token is another request', async () => {
    await answerTo({ headers })
    const second = await border.tokens.make({ base: 'crm', name: 'другой', by: 'test', from: '' })
    expect((await answerTo({ headers, token: second.token, body: '9035677876=101' })).status).toBe(200)
    expect(target()).toBe('101')
  })

  test('without a key is done twice', async () => {
    await answerTo()
    await answerTo()
    expect(await recorded()).toHaveLength(2)
  })
})

describe('rule lines are refused', () => {
  test.each<[string, Sent, number, string, string | undefined]>([
    ['a wrong token', { token: 'wrong' }, 401, 'unauthorized', 'Authorization'],
    ['no token', { headers: { authorization: '' } }, 401, 'unauthorized', 'Authorization'],
    ['another scheme', { headers: { authorization: 'Basic dXNlcjpwYXNz' } }, 401, 'unauthorized', 'Authorization'],
    ['another base', { base: 'other' }, 403, 'otherBase', 'Authorization'],
    ['half a percent sign', { base: '%d0' }, 403, 'otherBase', 'Authorization'],
    ['a web page', { headers: { origin: 'https://evil.org' } }, 403, 'fromPage', 'Origin'],
    ['a form', { headers: { 'content-type': 'multipart/form-data' } }, 415, 'mediaType', 'Content-Type'],
    ['an unknown charset', { headers: text('koi8-r') }, 415, 'charset', 'Content-Type'],
    ['a zipped body', { headers: { 'content-encoding': 'gzip' } }, 415, 'encoding', 'Content-Encoding'],
    ['a key with a blank', { headers: { 'idempotency-key': 'a b' } }, 400, 'badKey', 'Idempotency-Key'],
    ['a key without an end', { headers: { 'idempotency-key': 'x'.repeat(101) } }, 400, 'badKey', 'Idempotency-Key'],
    ['bytes that are no UTF-8', { body: Uint8Array.from([0xd2, 0xe5]) }, 400, 'notText', 'body'],
    ['nothing', { body: ' \n\n' }, 400, 'noLines', 'body'],
    ['half of a JSON', { body: '{"lines":', headers: json }, 400, 'notJson', 'body'],
    ['a bare list', { body: '["9035677876=103"]', headers: json }, 400, 'lines', 'lines'],
    ['a number for a line', { body: '{"lines":["9035677876=103",5]}', headers: json }, 400, 'lines', 'lines.1'],
    ['more than lines', { body: '{"lines":["1=2"],"x":1}', headers: json }, 400, 'lines', 'x'],
    ['no lines at all', { body: '{"lines":[]}', headers: json }, 400, 'noLines', 'lines'],
  ])('%s', async (_, sent, status, error, field) => {
    const answer = await answerTo(sent)
    expect([answer.status, answer.body]).toEqual([
      status,
      { error, message: expect.stringMatching(/\. \p{Lu}.*\.$/u), ...(field !== undefined && { field }) },
    ])
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null)
    expect(await recorded()).toEqual([])
  })

  test('with another method', async () => {
    const response = await fetch(`${border.http}/api/bases/crm/rules`)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('a huge body, before it is read', async () => {
    expect(await answerTo({ body: 'x'.repeat(2 * 1024 * 1024 + 1) })).toMatchObject({ status: 413 })
    // Without a length, too: it is cut off on the way.
    const endless = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(64 * 1024).fill(0x31)),
    })
    const sent = fetch(`${border.http}/api/bases/crm/rules`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: endless,
      duplex: 'half',
    } as RequestInit)
    const status = await sent.then(
      (response) => response.status,
      () => 'cut off',
    )
    expect([413, 'cut off']).toContain(status)
    expect((await answerTo()).status).toBe(200)
  })

  test('a revoked token, at once', async () => {
    const { id } = border.tokens.list()[0] ?? { id: '' }
    expect(await border.tokens.revoke(id, { by: 'test', from: '' })).toBe(true)
    expect((await answerTo()).status).toBe(401)
    expect(await border.tokens.revoke(id, { by: 'test', from: '' })).toBe(false)
  })

  test('while routing is off, and says when to come back', async () => {
    await border.routing.setEnabled(false)
    const off = await answerTo()
    expect(off).toMatchObject({ status: 503, body: { error: 'routingOff' } })
    expect(Number(off.headers.get('retry-after'))).toBeGreaterThan(0)
    await border.routing.setEnabled(true)
    expect((await answerTo()).status).toBe(200)
  })

  test('when the ledger does not keep them: nothing is acknowledged', async () => {
    await border.ledger.close()
    const notKept = await answerTo()
    expect(notKept).toMatchObject({ status: 503, body: { error: 'notKept' } })
    expect(notKept.headers.get('retry-after')).not.toBeNull()
    expect(target()).toBeNull()
  })

  test('too many wrong tokens, while the right one is let in', async () => {
    const wrong = await Promise.all(Array.from({ length: 40 }, () => answerTo({ token: 'wrong' })))
    expect(wrong.some(({ status }) => status === 401)).toBe(true)
    const late = wrong.find(({ status }) => status === 429)
    expect(late).toMatchObject({ body: { error: 'tooMany' } })
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await answerTo()).status).toBe(200)
  })

  test('too many requests, for a while', async () => {
    const many = await Promise.all(Array.from({ length: 250 }, () => answerTo({ body: 'bad' })))
    const late = many.find(({ status }) => status === 429)
    expect(late?.headers.get('retry-after')).toBe('1')
    await expect.poll(async () => (await answerTo()).status, { timeout: 20_000 }).toBe(200)
  })
})

test('a body that comes drop by drop and stops holds nobody else up', async () => {
  const { port } = new URL(border.http)
  const slow = connect(Number(port), '127.0.0.1')
  slow.on('error', () => {})
  const head = `POST /api/bases/crm/rules HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\n90`
  await new Promise<void>((resolve) => slow.write(head, () => resolve()))
  expect((await answerTo()).status).toBe(200)
  slow.destroy()
  // Gone in the middle of its body: nothing of it is written, nothing is reported as our own fault.
  expect((await answerTo()).status).toBe(200)
  expect(border.log.lines.filter(({ level }) => level === 50)).toEqual([])
})

test('the token is nowhere: neither in the ledger nor in the log', async () => {
  await answerTo()
  await answerTo({ token: `${token}x` })
  const ledger = await readFile(join(border.folder, 'ledger', 'ledger.log'), 'utf8')
  expect(ledger).toContain('token.made')
  expect(ledger + border.log.text()).not.toContain(token.slice(7))
})
