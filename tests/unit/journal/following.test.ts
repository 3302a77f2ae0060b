import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { answered, CLIENT, call, DAY, JournalUnderTest } from './calls-of-the-past.ts'

let under: JournalUnderTest
beforeEach(async () => {
  under = await JournalUnderTest.open()
})
afterEach(() => under.close())

const numbers = async () => (await under.history(['101'])).calls.map(({ number }) => number)

describe('The journal follows the ledger', () => {
  test('a call that is over is in it, with all that is told of it', async () => {
    await under.keep(answered(60, '101', 30_000, { name: 'Ольга' }))
    expect(await under.history(['101'])).toEqual({
      calls: [
        {
          id: 1,
          at: DAY + 60_000,
          direction: 'incoming',
          number: CLIENT,
          name: 'Ольга',
          result: 'answered',
          waitMs: 5000,
          talkMs: 30_000,
          staff: ['101'],
        },
      ],
      next: null,
    })
  })

  test('after a restart it goes on where it was, with what has come meanwhile, each call once', async () => {
    await under.keep(call(1, { number: '79030000001' }))
    await under.restart(async () => {
      const record = call(2, { number: '79030000002' })
      await under.ledger.append({ type: 'call.recorded', ...record, bases: [], place: null })
    })
    await under.keep(call(3, { number: '79030000003' }))
    expect(await numbers()).toEqual(['79030000003', '79030000002', '79030000001'])
  })

  test('a file that is lost is made anew from the ledger', async () => {
    await under.keep(call(1), call(2))
    await under.restart(async () => {
      for (const end of ['', '-wal', '-shm']) await rm(`${under.path}${end}`, { force: true })
    })
    expect(await numbers()).toEqual([CLIENT, CLIENT])
  })

  test('so is one that is no database, which is said', async () => {
    await under.keep(call(1), call(2))
    await under.restart(async () => {
      for (const end of ['-wal', '-shm']) await rm(`${under.path}${end}`, { force: true })
      await writeFile(under.path, 'no database at all '.repeat(1000))
    })
    expect(await numbers()).toEqual([CLIENT, CLIENT])
    expect(under.log.text()).toContain('not a database')
  })

  test('so is one of another ledger', async () => {
    await under.keep(call(1), call(2), call(3))
    await under.restart(async () => {
      await under.ledger.close()
      await rm(join(under.folder, 'ledger'), { recursive: true })
      under.ledger = await openLocalLedger(join(under.folder, 'ledger'), { logger: under.log.logger })
      const other = call(4, { number: '79030000004' })
      await under.ledger.append({ type: 'call.recorded', ...other, bases: [], place: null })
    })
    expect(await numbers()).toEqual(['79030000004'])
  })

  test('a call is in it whole, or not at all, together with how far it has come', async () => {
    await under.keep(call(1))
    const db = new Database(under.path)
    db.exec(
      `CREATE TRIGGER broken BEFORE INSERT ON sides WHEN new.device = '102' BEGIN SELECT raise(ABORT, 'full'); END`,
    )
    const entries = [call(2), call(3, { rang: ['102'] })].map((each, i) => ({
      seq: i + 2,
      at: 1,
      is: 'call' as const,
      call: each,
    }))
    await expect(under.book.ask('take', { entries, since: null })).rejects.toThrow('full')
    expect(await under.book.ask('place', null)).toMatchObject({ seq: 1 })
    expect(await numbers()).toHaveLength(1)
    db.exec('DROP TRIGGER broken')
    db.close()
    await under.book.ask('take', { entries, since: null })
    expect(await numbers()).toHaveLength(2)
  })

  test('a copy made while it runs is whole', async () => {
    await under.keep(call(1), call(2))
    const [copy] = await Promise.all([under.journal.backup(), under.keep(call(3))])
    expect(copy.startsWith(join(under.folder, 'backups', 'journal-'))).toBe(true)
    const db = new Database(copy, { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(Number(db.prepare('SELECT count(*) FROM calls').pluck().get())).toBeGreaterThanOrEqual(2)
    db.close()
  })
})
