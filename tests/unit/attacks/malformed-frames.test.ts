import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { methods } from '../../../src/protocol/methods.ts'
import { isTooDeep } from '../../../src/server/depth.ts'
import { type Border, openBorder } from '../../support/border.ts'
import { Line, type Operator } from '../../support/operator.ts'

/** `npm run fuzz` gives it a minute or more. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 3)

const METHODS = Object.keys(methods)
const anyMethod = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...METHODS) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '', 'call.', 'state.event') },
  { weight: 1, arbitrary: fc.string() },
)
/** Names that the contract has, so that what is inside is reached as well. */
const FIELDS = [...new Set(Object.values(methods).flatMap(({ params }) => fieldsOf(params)))]
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(
    null,
    true,
    -1,
    1e308,
    '',
    '\u0000',
    'x'.repeat(5000),
    '../../etc/passwd',
    "' or 1=1",
    '<script>',
    '{"a":1}',
  ),
  fc.uuid(),
)
const anyParams = fc.oneof(
  fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.constantFrom('__proto__', 'constructor')), anyValue, {
    maxKeys: 6,
  }),
  anyValue,
)
const request = fc
  .record({
    jsonrpc: fc.constantFrom('2.0', '1.0', 2),
    id: fc.oneof(fc.nat(), fc.string(), anyValue),
    method: anyMethod,
    params: anyParams,
  })
  .map((message) => JSON.stringify(message))
const deep = fc.nat({ max: 20_000 }).map((depth) => `${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`)
const cut = fc.tuple(request, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)))
const frame = fc.oneof(
  { weight: 6, arbitrary: request },
  { weight: 1, arbitrary: cut },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
)

function fieldsOf(schema: unknown): string[] {
  return typeof schema === 'object' && schema !== null && 'entries' in schema && schema.entries instanceof Object
    ? Object.keys(schema.entries)
    : []
}

let border: Border
beforeAll(async () => {
  border = await openBorder({ requestsPerSecond: 100_000, requestsAtOnce: 100_000, connectionsPerAddress: 2000 })
})
afterAll(() => border.close())

/** Nothing of ours broke: neither a handler nor what lies below it. */
const faults = () => border.log.lines.filter(({ level }) => typeof level === 'number' && level >= 50)

describe('frames that nobody meant', () => {
  test('from an operator are each answered, break nothing, and change nothing for a colleague', {
    timeout: SECONDS * 1000 + 60_000,
  }, async () => {
    const bystander = await border.operator('u103')
    let rude: Operator | null = null
    const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 20 }), async (frames) => {
        if (rude === null || rude.line.socket.readyState !== rude.line.socket.OPEN) rude = await border.operator()
        const { line } = rude
        for (const each of frames) line.socket.send(each)
        // All is read in its order: with this answer, all before it has been.
        await Promise.race([line.askAnything('session.ping', {}).catch(() => {}), line.closed])
        expect(faults()).toEqual([])
        expect(await bystander.ask('session.ping', {})).toEqual({})
      }),
      { seed, numRuns: 1_000_000, interruptAfterTimeLimit: SECONDS * 500, markInterruptAsFailure: false },
    )
    expect(bystander.state.colleagues.map(({ id }) => id)).toEqual(['u101', 'u103', 'u199'])
    await bystander.close()
  })

  test('from strangers end no more than their connection', { timeout: SECONDS * 1000 + 60_000 }, async () => {
    const bystander = await border.operator('u103')
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 5 }), async (frames) => {
        const line = await Line.open(border.url)
        for (const each of frames) if (line.socket.readyState === line.socket.OPEN) line.socket.send(each)
        await Promise.race([line.askAnything('session.ping', {}).catch(() => {}), line.closed])
        line.socket.terminate()
        await line.closed
        expect(faults()).toEqual([])
        expect(await bystander.ask('session.ping', {})).toEqual({})
      }),
      { numRuns: 1_000_000, interruptAfterTimeLimit: SECONDS * 500, markInterruptAsFailure: false },
    )
    await bystander.close()
  })

  test('that go too deep are not built in memory at all', async () => {
    const anna = await border.operator()
    // Four million brackets are a small message and a large thing.
    anna.line.socket.send('['.repeat(4_000_000))
    await expect.poll(() => anna.line.complaints[0]?.error.data?.code).toBe('invalidRequest')
    const wish = {
      jsonrpc: '2.0',
      id: 1,
      method: 'session.ping',
      params: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`),
    }
    anna.line.socket.send(JSON.stringify(wish))
    await expect.poll(() => anna.line.complaints[1]?.error.data?.code).toBe('invalidRequest')
    expect(await anna.ask('session.ping', {})).toEqual({})
    await anna.close()
  })

  test('are as deep as their brackets outside of texts', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const depthOf = (each: unknown): number =>
          typeof each === 'object' && each !== null ? 1 + Math.max(0, ...Object.values(each).map(depthOf)) : 0
        const json = Buffer.from(JSON.stringify(value))
        const depth = depthOf(value)
        expect([isTooDeep(json, depth), depth > 0 && isTooDeep(json, depth - 1)]).toEqual([false, depth > 0])
      }),
    )
  })

  test('over HTTP are refused as well', async () => {
    const body = `{"lines":${'['.repeat(100)}${']'.repeat(100)}}`
    const { token } = await border.tokens.make({ base: 'crm', name: '', by: 'x', from: '' })
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    }
    const rules = await fetch(`${border.http}/api/bases/crm/rules`, { method: 'POST', headers, body })
    expect(rules.status).toBe(400)
    const page = await fetch(`${border.http}/manager/api/sign-in`, {
      method: 'POST',
      headers: { origin: border.http },
      body,
    })
    expect(page.status).toBe(400)
  })
})
