import { appendFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RoutingLab, routingLab, settings } from './lab.ts'

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(() => lab.close())

const CALLER = '79035677876'
const internalLength = { min: 2, max: 5 }
const inFile = (lines: string[]) => expect.poll(() => lab.file().catch(() => []), { timeout: 20_000 }).toEqual(lines)

describe('«Последние цифры телефонного номера» changed while the server runs', () => {
  test('fewer: the rules are found by them at once, and after a restart', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await lab.routing.setLengths({ lastDigits: 7, internalLength })
    expect(lab.routing.settings).toEqual({ ...settings, lastDigits: 7 })
    expect(lab.routing.decide(CALLER)).toBe('103')
    expect(lab.routing.decide('5677876')).toBe('103')
    await lab.write(['5550123=101'])
    await inFile(['5550123=101', '9035677876=103'])
    await lab.stop()
    const again = await lab.start({ settings: { ...settings, lastDigits: 7 } })
    expect([again.decide(CALLER), again.decide('84955550123')]).toEqual(['103', '101'])
  })

  test('fewer and back: nothing written is lost, and what does not fit is named', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await inFile(['9035677876=103'])
    await lab.routing.setLengths({ lastDigits: 7, internalLength })
    await lab.write(['5550123=101'])
    await inFile(['5550123=101', '9035677876=103'])
    await lab.routing.setLengths({ lastDigits: 10, internalLength })
    expect([lab.routing.decide(CALLER), lab.routing.decide('84955550123')]).toEqual(['103', null])
    expect(lab.routing.fileState('trade')).toMatchObject({
      rules: 1,
      refusedCount: 1,
      refused: [expect.objectContaining({ line: '5550123=101', fault: 'numberTooShort' })],
    })
    await lab.write(['9165550124=105'])
    await inFile(['5550123=101', '9035677876=103', '9165550124=105'])
  })

  test('fewer, a rule changed, and back: each of the numbers that were one meanwhile has its rule', async () => {
    await writeFile(lab.path(), '4955677876=103\n8125677876=104\n')
    await lab.start({ settings: { ...settings, lastDigits: 7 } })
    await lab.write(['5677876=105'])
    await inFile(['4955677876=105', '8125677876=105'])
    await lab.routing.setLengths({ lastDigits: 10, internalLength })
    expect(['4955677876', '8125677876'].map((n) => lab.routing.decide(n))).toEqual(['105', '105'])
    await lab.routing.setLengths({ lastDigits: 7, internalLength })
    await lab.write(['5677876='])
    await inFile([])
  })

  test('rules written meanwhile are all there, checked by the one or the other', async () => {
    await lab.start()
    const numbers = Array.from({ length: 200 }, (_, i) => String(9_000_000_000 + i))
    const writes = numbers.map(async (number, i) => {
      if (i % 50 === 25) void lab.routing.setLengths({ lastDigits: i < 100 ? 9 : 8, internalLength })
      if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve))
      return lab.write([`${number}=103`])
    })
    expect((await Promise.all(writes)).map(({ written }) => written)).toEqual(numbers.map(() => 1))
    const missing = () => numbers.filter((number) => lab.routing.decide(number) !== '103')
    expect(missing()).toEqual([])
    await lab.stop()
    await lab.start({ settings: { ...settings, lastDigits: 8 } })
    expect(missing()).toEqual([])
  })

  test('an edit that an administrator has just made is not lost', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await inFile(['9035677876=103'])
    await lab.save('9035677876=105\n')
    await lab.routing.setLengths({ lastDigits: 9, internalLength })
    expect(lab.routing.decide(CALLER)).toBe('105')
  })

  test('with routing off: in force once it is on', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await lab.routing.setEnabled(false)
    await lab.routing.setLengths({ lastDigits: 7, internalLength })
    expect(lab.routing.decide(CALLER)).toBeNull()
    await lab.routing.setEnabled(true)
    expect(lab.routing.decide('5677876')).toBe('103')
  })
})

test('«Длина внутренних номеров» changed: rules that do not fit rest in the file, and come back with the length', async () => {
  await lab.start()
  await lab.write(['9035677876=103', '9165550124=10345'])
  await lab.routing.setLengths({ lastDigits: 10, internalLength: { min: 2, max: 4 } })
  expect([lab.routing.decide(CALLER), lab.routing.decide('9165550124')]).toEqual(['103', null])
  expect(await lab.write(['9035677876=10345'])).toMatchObject({ refused: [{ fault: 'internalTooLong' }] })
  await lab.write(['9035677877=101'])
  await inFile(['9035677876=103', '9035677877=101', '9165550124=10345'])
  await lab.routing.setLengths({ lastDigits: 10, internalLength })
  expect(lab.routing.decide('9165550124')).toBe('10345')
})

describe('rules that were acknowledged by other lengths and are in no file yet', () => {
  const fourAtMost = { ...settings, internalLength: { min: 2, max: 4 } }

  /** Killed before the file was written: only the ledger has it. */
  async function acknowledged(...lines: string[]): Promise<void> {
    await lab.start({ saveAfterMs: 100_000 })
    await lab.write(lines)
    await lab.ledger.close()
  }

  test('are put into the file, named there as the lines that they are, and come back with the lengths', async () => {
    await acknowledged('9035677876=10345', '9165550124=105')
    const routing = await lab.start({ settings: fourAtMost })
    expect([routing.decide(CALLER), routing.decide('9165550124')]).toEqual([null, '105'])
    await inFile(['9035677876=10345', '9165550124=105'])
    expect(routing.fileState('trade')).toMatchObject({
      rules: 1,
      refused: [{ at: 2, line: '9035677876=10345', fault: 'internalTooLong' }],
    })
    await lab.stop()
    const again = await lab.start()
    expect([again.decide(CALLER), again.decide('9165550124')]).toEqual(['10345', '105'])
  })

  test('also when there is a file already, and with more digits of the number', async () => {
    await writeFile(lab.path(), '# Москва\n9165550124=105\n')
    await acknowledged('9035677876=103', '9161234567=104')
    await lab.start({ settings: { ...settings, lastDigits: 11 } })
    await inFile(['# Москва', '9035677876=103', '9161234567=104', '9165550124=105'])
    await lab.routing.setLengths({ lastDigits: 10, internalLength })
    expect(['9035677876', '9161234567', '9165550124'].map((n) => lab.routing.decide(n))).toEqual(['103', '104', '105'])
  })

  test('but not when a later word for the number has overtaken them, before or after they were put into the file', async () => {
    await acknowledged('9035677876=10345', '9165550124=10346')
    await lab.start({ settings: fourAtMost, saveAfterMs: 100_000 })
    await lab.write(['9035677876=103'])
    await lab.stop()
    expect(await lab.file()).toEqual(['9035677876=103', '9165550124=10346'])
    await lab.start({ settings: fourAtMost })
    await lab.write(['9165550124='])
    await inFile(['9035677876=103'])
    await lab.stop()
    const routing = await lab.start()
    expect([routing.decide(CALLER), routing.decide('9165550124')]).toEqual(['103', null])
  })

  test('also while an administrator is just changing the file', async () => {
    await lab.start({ settleMs: 300 })
    await lab.write(['9165550124=105'])
    await inFile(['9165550124=105'])
    await appendFile(lab.path(), '9165550125=106\n')
    await lab.write(['9035677876=10345'])
    await lab.routing.setLengths({ lastDigits: 10, internalLength: fourAtMost.internalLength })
    // The file has both sides' lines before the lengths change.
    expect(await lab.file()).toEqual(['9035677876=10345', '9165550124=105', '9165550125=106'])
    await lab.routing.setLengths({ lastDigits: 10, internalLength })
    expect([lab.routing.decide('9165550125'), lab.routing.decide(CALLER)]).toEqual(['106', '10345'])
  })

  test('also when the file cannot be written while the lengths change', async () => {
    await lab.start()
    await lab.write(['9165550124=105'])
    await inFile(['9165550124=105'])
    await writeFile(lab.path(), Buffer.from('9165550124=105\n\0\n'))
    await lab.write(['9035677876=10345'])
    await lab.routing.setLengths({ lastDigits: 10, internalLength: fourAtMost.internalLength })
    await writeFile(lab.path(), '9165550124=105\n')
    await inFile(['9035677876=10345', '9165550124=105'])
    await lab.routing.setLengths({ lastDigits: 10, internalLength })
    expect(lab.routing.decide(CALLER)).toBe('10345')
  })
})
