import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Checkpoint } from '../../../src/server/routing/checkpoint.ts'
import { memoryLog } from '../../support/log.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** As the next start of the server would find it. */
async function found(): Promise<Checkpoint> {
  const checkpoint = new Checkpoint(join(folder, 'routing-checkpoint.json'))
  await checkpoint.load(memoryLog().logger)
  return checkpoint
}

describe('after a crash, which ledger records a file already holds', () => {
  test('none, when nothing was noted', async () => {
    expect((await found()).seqOf('trade', 'file 1')).toBe(0)
  })

  test('between announcing a file and confirming it: it depends on which of the two files is in place', async () => {
    const checkpoint = await found()
    await checkpoint.confirm('trade', { seq: 5, identity: 'file 1' })
    await checkpoint.announce('trade', { seq: 9, identity: 'file 2' })
    const after = await found()
    expect(after.seqOf('trade', 'file 1')).toBe(5)
    expect(after.seqOf('trade', 'file 2')).toBe(9)
    // Edited by somebody since: rather a rule twice than a rule lost.
    expect(after.seqOf('trade', 'file 3')).toBe(5)
    expect(after.seqOf('service', 'file 2')).toBe(0)
  })

  test('once confirmed, an administrator’s edit of the file does not bring the old records back', async () => {
    const checkpoint = await found()
    await checkpoint.announce('trade', { seq: 9, identity: 'file 2' })
    await checkpoint.confirm('trade', { seq: 9, identity: 'file 2' })
    expect((await found()).seqOf('trade', 'edited')).toBe(9)
  })

  test('bases that save at the same moment do not lose each other’s notes', async () => {
    const checkpoint = await found()
    await Promise.all([1, 2, 3, 4].map((n) => checkpoint.confirm(`base ${n}`, { seq: n, identity: 'x' })))
    const after = await found()
    expect([1, 2, 3, 4].map((n) => after.seqOf(`base ${n}`, 'x'))).toEqual([1, 2, 3, 4])
  })
})
