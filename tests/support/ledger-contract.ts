import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger, LedgerEntry, LedgerRecord } from '../../src/server/ledger/ledger.ts'

/** What every ledger does, whoever keeps it. */
export type LedgerUnderTest = {
  /** Opens the same one again and again, until `forget`. */
  open(): Promise<Ledger>
  forget(): Promise<void>
}

export const rule = (n: number): LedgerRecord => ({
  type: 'rules.written',
  base: 'trade',
  lines: [`903567${String(n).padStart(4, '0')}=103`],
  by: 'operator',
  commandId: `command ${n}`,
})
export const revoked = (n: number): LedgerRecord => ({ type: 'operator.revoked', keyId: `key ${n}` })

export async function entriesOf(
  ledger: Ledger,
  ...[after = 0, types, to]: Partial<Parameters<Ledger['read']>>
): Promise<LedgerEntry[]> {
  const list: LedgerEntry[] = []
  for await (const entry of ledger.read(after, types, to)) list.push(entry)
  return list
}

export function ledgerContract(make: () => Promise<LedgerUnderTest>): void {
  let under: LedgerUnderTest
  const opened = new Set<Ledger>()
  beforeEach(async () => {
    under = await make()
  })
  afterEach(async () => {
    for (const ledger of opened) await ledger.close()
    opened.clear()
    await under.forget()
  })
  const open = async () => {
    const ledger = await under.open()
    opened.add(ledger)
    return ledger
  }
  const append = (ledger: Ledger, count: number, from = 1) =>
    Promise.all(Array.from({ length: count }, (_, i) => ledger.append(rule(from + i))))
  const seqs = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

  describe('a ledger', () => {
    test('reads back what was appended, in order, with numbers from 1 without gaps, also when it is opened again', async () => {
      const first = await open()
      expect(first.last).toBe(0)
      expect(await append(first, 700)).toEqual(seqs(1, 700))
      expect((await entriesOf(first)).map(({ record }) => record)).toEqual(seqs(1, 700).map(rule))
      const before = await entriesOf(first, 699)
      await first.close()

      const second = await open()
      expect(second.last).toBe(700)
      expect(await entriesOf(second, 699)).toEqual(before)
      expect(await second.append(rule(701))).toBe(701)
      expect((await entriesOf(second)).map(({ seq }) => seq)).toEqual(seqs(1, 701))
    })

    test('is read from any number to any other', async () => {
      const ledger = await open()
      await append(ledger, 600)
      for (const after of [0, 1, 255, 256, 257, 598, 599, 600, 5000])
        for (const to of [undefined, 0, 1, 256, 300, 600, 9000])
          expect(
            (await entriesOf(ledger, after, undefined, to)).map(({ seq }) => seq),
            `${after} to ${to}`,
          ).toEqual(seqs(after + 1, Math.min(to ?? 600, 600)))
    })

    test('is read by what its records are', async () => {
      const ledger = await open()
      // One that only speaks of another.
      const sly: LedgerRecord = { type: 'outbox.done', id: '"type":"operator.revoked"' }
      for (const record of [rule(1), revoked(2), sly, revoked(4), rule(5)]) await ledger.append(record)
      const found = await entriesOf(ledger, 2, ['operator.revoked', 'operator.paired'])
      expect(found.map(({ seq, record }) => [seq, record])).toEqual([[4, revoked(4)]])
      expect(await entriesOf(ledger, 0, ['operator.paired'])).toEqual([])
      expect(await entriesOf(ledger, 4, ['operator.revoked'])).toEqual([])
    })

    test('tells of each record from now on, in order, before whoever appended it goes on', async () => {
      const ledger = await open()
      await append(ledger, 3)
      const told: number[] = []
      const stop = ledger.onAppended(({ seq }) => told.push(seq))
      for (let n = 4; n <= 6; n++) {
        const seq = await ledger.append(rule(n))
        expect(told).toContain(seq)
        expect(ledger.last).toBeGreaterThanOrEqual(seq)
      }
      await append(ledger, 100, 7)
      expect(told).toEqual(seqs(4, 106))
      stop()
      await ledger.append(rule(107))
      expect(told).toHaveLength(103)
    })

    test('one who listens and fails holds up nobody', async () => {
      const ledger = await open()
      const told: number[] = []
      ledger.onAppended(() => {
        throw new Error('a read model’s own fault')
      })
      ledger.onAppended(({ seq }) => told.push(seq))
      await append(ledger, 2)
      expect(told).toEqual([1, 2])
    })

    test('does not take what it could not read back, what is too large, nor anything once it is closed', async () => {
      const ledger = await open()
      const nonsense: unknown = { type: 'no such thing' }
      await expect(ledger.append(nonsense as LedgerRecord)).rejects.toMatchObject({ code: 'internal' })
      const huge: LedgerRecord = { type: 'operator.revoked', keyId: 'x'.repeat(9_000_000) }
      await expect(ledger.append(huge)).rejects.toMatchObject({ code: 'tooLarge' })
      const waiting = ledger.append(rule(1))
      await ledger.close()
      expect(await waiting).toBe(1)
      await expect(ledger.append(rule(2))).rejects.toMatchObject({ code: 'notKept' })
    })

    test('can be closed as soon as it is open', async () => {
      for (let again = 0; again < 3; again++) await (await open()).close()
      expect((await open()).last).toBe(0)
    })

    test('says where its newest begin', async () => {
      const ledger = await open()
      await append(ledger, 1000)
      expect(ledger.tail(1e9)).toBe(0)
      expect(ledger.tail(0)).toBeGreaterThan(700)
      const place = ledger.tail(20_000)
      expect(place).toBeGreaterThan(500)
      expect(place).toBeLessThan(1000)
    })
  })
}
