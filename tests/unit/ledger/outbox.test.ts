import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger, LedgerRecord } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { Outbox, type OutboxOptions } from '../../../src/server/ledger/outbox.ts'
import { type Owed, Refused, type Renewal } from '../../../src/server/ledger/outbox-lane.ts'
import { memoryLog } from '../../support/log.ts'

const log = memoryLog()
let folder: string
let ledger: Ledger
let outbox: Outbox
/** What has arrived, in order, as `base line`. */
let taken: string[]
/** Instead of taking it. */
let receive: (what: string) => Promise<void> | void

const rule = (line: string, base = 'trade'): LedgerRecord => ({
  type: 'rules.written',
  base,
  lines: [line],
  by: 'op',
  commandId: line,
})
const write = (line: string, base?: string) => ledger.append(rule(line, base))

async function open(around = (each: Ledger): Ledger => each, more: Partial<OutboxOptions> = {}): Promise<void> {
  ledger = await openLocalLedger(join(folder, 'ledger'), { logger: log.logger })
  outbox = new Outbox({
    ledger: around(ledger),
    path: join(folder, 'outbox.json'),
    owes: ({ seq, record }) =>
      record.type === 'rules.written'
        ? [{ id: `rule:${seq}`, to: record.base, kind: 'rule', content: record.lines[0] }]
        : [],
    deliver: async ({ to, content }: Owed) => {
      const what = `${to} ${String(content)}`
      await receive(what)
      taken.push(what)
    },
    logger: log.logger,
    timing: { retryFirst: 5, retryMost: 20, aside: 60 },
    ...more,
  })
  await outbox.start()
}

async function close(): Promise<void> {
  await outbox.stop()
  await ledger.close()
}

/** As by kill -9: nothing more is written. */
async function crash(): Promise<void> {
  // The ledger goes first, so that no word of what was done comes into it.
  await ledger.close()
  await outbox.stop()
  await rm(join(folder, 'outbox.json'), { force: true })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'))
  log.lines.length = 0
  taken = []
  receive = () => {}
  await open()
})
afterEach(async () => {
  await close().catch(() => undefined)
  await rm(folder, { recursive: true })
})

describe('what is owed', () => {
  test('arrives in order, once', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => `90000000${10 + n}=103`)
    for (const line of lines) await write(line)
    await expect.poll(() => taken).toEqual(lines.map((line) => `trade ${line}`))
    // What was taken is noted a moment later.
    await expect
      .poll(() => outbox.state('trade'))
      .toEqual({ owed: 0, aside: 0, since: null, fault: null, refusal: null })
    await close()
    await open()
    expect(outbox.state('trade').owed).toBe(0)
    expect(taken).toHaveLength(20)
  })

  test('does not hold up the record it comes from', async () => {
    receive = () => new Promise(() => {})
    await write('9035677876=103')
    await write('9035677877=103')
    await expect.poll(() => outbox.state('trade').owed).toBe(2)
  })

  test('is repeated until it is taken, and nothing overtakes it', async () => {
    let trials = 0
    receive = () => {
      if (++trials < 5) throw new Error('1C is down')
    }
    await write('9035677876=103')
    await write('9035677876=104')
    await expect.poll(() => taken).toEqual(['trade 9035677876=103', 'trade 9035677876=104'])
    expect(trials).toBe(6)
    expect(log.lines.filter(({ msg }) => msg === 'not delivered, tried again later')).toHaveLength(1)
  })

  test('to a receiver who fails is tried one thing at a time, with what is owed and why to be seen', async () => {
    const tried = new Set<string>()
    receive = (what) => {
      tried.add(what)
      throw new Error('no answer')
    }
    for (const line of ['1=103', '2=103', '3=103']) await write(line)
    await expect.poll(() => outbox.state('trade')).toMatchObject({ owed: 3, fault: 'no answer' })
    await write('4=103')
    await expect.poll(() => outbox.state('trade').owed).toBe(4)
    expect([...tried]).toEqual(['trade 1=103'])
    receive = () => {}
    outbox.wake('trade')
    await expect.poll(() => taken.length).toBe(4)
    expect(outbox.state('trade').since).toBeNull()
  })

  test('to one receiver does not wait for another', async () => {
    receive = (what) => (what.startsWith('trade') ? new Promise(() => {}) : undefined)
    await write('1=103', 'trade')
    await write('2=103', 'service')
    await expect.poll(() => taken).toEqual(['service 2=103'])
  })

  test('and is refused lies aside, holds up nobody, and is tried again later', async () => {
    let refuses = true
    receive = (what) => {
      if (refuses && what.endsWith('1=103')) throw new Refused('no such field')
    }
    await write('1=103')
    await write('2=103')
    await expect.poll(() => taken).toEqual(['trade 2=103'])
    await expect.poll(() => outbox.state('trade')).toMatchObject({ owed: 1, aside: 1 })
    refuses = false
    await expect.poll(() => taken).toEqual(['trade 2=103', 'trade 1=103'])
    await expect.poll(() => outbox.state('trade')).toMatchObject({ owed: 0, aside: 0 })
  })
})

describe('a receiver that gets nothing for now', () => {
  const heldTrade = { held: (to: string) => (to === 'trade' ? 'not in the settings' : null) }

  test('is owed all the same, and gets it when it is back', async () => {
    receive = () => new Promise(() => {})
    await write('1=103')
    await close()
    receive = () => {}
    await open(undefined, heldTrade)
    await write('2=103')
    await write('3=103', 'service')
    await expect.poll(() => taken).toEqual(['service 3=103'])
    expect(outbox.state('trade').owed).toBe(2)
    expect(log.lines).toContainEqual(expect.objectContaining({ to: 'trade', owed: 1, why: 'not in the settings' }))
    await close()
    await open(undefined, heldTrade)
    expect(outbox.state('trade').owed).toBe(2)
    await close()
    await open()
    await expect.poll(() => taken).toEqual(['service 3=103', 'trade 1=103', 'trade 2=103'])
  })
})

describe('what is owed of several kinds', () => {
  /** Each record obliges to two things. */
  const owes: OutboxOptions['owes'] = ({ seq, record }) =>
    record.type === 'rules.written'
      ? ['rule', 'request'].map((kind) => ({ id: `${kind}:${seq}`, to: record.base, kind, content: record.lines[0] }))
      : []

  test('is not held up by another kind that fails or is held, and its state is told as one', async () => {
    await close()
    let fails = true
    const deliver = async ({ kind, content }: Owed) => {
      if (kind === 'rule' && fails) throw new Error('routing is off')
      taken.push(`${kind} ${String(content)}`)
    }
    await open(undefined, { owes, deliver })
    await write('1=103')
    await write('2=103')
    await expect.poll(() => taken).toEqual(['request 1=103', 'request 2=103'])
    await expect.poll(() => outbox.state('trade')).toMatchObject({ owed: 2, fault: 'routing is off' })
    fails = false
    await expect.poll(() => taken.slice(2)).toEqual(['rule 1=103', 'rule 2=103'])
    await close()
    await open(undefined, { owes, deliver, held: (_, kind) => (kind === 'rule' ? 'switched off' : null) })
    await write('3=103')
    await expect.poll(() => taken.slice(4)).toEqual(['request 3=103'])
    await expect.poll(() => outbox.state('trade')).toMatchObject({ owed: 1, fault: null })
  })
})

describe('what a later debt makes void', () => {
  const keyOf = (owed: Owed) => String(owed.content).split('=')[0] ?? ''
  const renewal: Renewal = {
    topics: (owed) => [keyOf(owed)],
    left: (earlier, later) => (keyOf(earlier) === keyOf(later) ? null : earlier),
  }

  test('does not come back from aside after it', async () => {
    await close()
    let refuses = true
    receive = (what) => {
      if (refuses && what.endsWith('=103')) throw new Refused('no such field')
    }
    await open(undefined, { renewal: () => renewal })
    await write('1=103')
    await write('2=103')
    await expect.poll(() => outbox.state('trade').aside).toBe(2)
    await write('1=104')
    await expect.poll(() => taken).toEqual(['trade 1=104'])
    await expect.poll(() => outbox.state('trade')).toMatchObject({ owed: 1, aside: 1 })
    refuses = false
    await expect.poll(() => taken).toEqual(['trade 1=104', 'trade 2=103'])
    await expect.poll(() => outbox.state('trade').owed).toBe(0)
  })

  test('is void after a restart too, with a snapshot and without', async () => {
    for (const end of [close, crash]) {
      receive = () => new Promise(() => {})
      await write('1=103')
      await write('1=104')
      await end()
      taken = []
      receive = () => {}
      await open(undefined, { renewal: () => renewal })
      await expect.poll(() => outbox.state('trade').owed).toBe(0)
      expect(taken.at(-1)).toBe('trade 1=104')
    }
  })
})

describe('after a restart', () => {
  test('what was not taken is delivered', async () => {
    receive = () => new Promise(() => {})
    await write('1=103')
    await write('2=103')
    await close()
    receive = () => {}
    await open()
    await expect.poll(() => taken).toEqual(['trade 1=103', 'trade 2=103'])
  })

  test('a crash before anything was noted delivers again: nothing is lost', async () => {
    receive = () => new Promise(() => {})
    await write('1=103')
    await crash()
    receive = () => {}
    await open()
    await expect.poll(() => taken).toEqual(['trade 1=103'])
  })

  test('what was taken but could not be noted is delivered again', async () => {
    await close()
    let full = true
    await open((inner) => ({
      append: (record) => (full ? Promise.reject(new Error('disk full')) : inner.append(record)),
      last: inner.last,
      read: (after) => inner.read(after),
      onAppended: (listener) => inner.onAppended(listener),
      tail: (bytes) => inner.tail(bytes),
      close: () => inner.close(),
    }))
    await write('1=103')
    await expect.poll(() => taken.length).toBeGreaterThan(1)
    expect(outbox.state('trade').owed).toBe(1)
    full = false
    await expect.poll(() => outbox.state('trade').owed).toBe(0)
  })

  test('only records after the snapshot are read', async () => {
    for (let n = 0; n < 5; n++) await write(`${n}=103`)
    await expect.poll(() => taken.length).toBe(5)
    await close()
    const from: number[] = []
    await open((inner) => ({
      ...inner,
      append: (record) => inner.append(record),
      last: inner.last,
      read: (after) => {
        from.push(after)
        return inner.read(after)
      },
      onAppended: (listener) => inner.onAppended(listener),
      tail: (bytes) => inner.tail(bytes),
      close: () => inner.close(),
    }))
    // Once to see that the snapshot is of this ledger, once for what came after it.
    expect(from).toEqual([9, 10])
  })

  test('a snapshot that is torn, or of another ledger, costs nothing but time', async () => {
    receive = () => new Promise(() => {})
    await write('1=103')
    await close()
    receive = () => {}
    for (const text of ['{"seq":', JSON.stringify({ seq: 7000, at: 1, content: [] })]) {
      taken = []
      await writeFile(join(folder, 'outbox.json'), text)
      receive = () => new Promise(() => {})
      await open()
      expect(outbox.state('trade').owed).toBe(1)
      await close()
    }
  })

  test('a stop does not wait for an answer that does not come', async () => {
    receive = () => new Promise(() => {})
    await write('1=103')
    await expect.poll(() => outbox.state('trade').owed).toBe(1)
    await outbox.stop()
  })
})
