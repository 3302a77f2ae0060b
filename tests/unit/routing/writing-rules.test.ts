import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { LedgerEntry } from '../../../src/server/ledger/ledger.ts'
import { type RoutingLab, routingLab, settings, withoutStamp } from './lab.ts'

/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 20_000 }

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(() => lab.close())

async function ledger(): Promise<LedgerEntry[]> {
  const list: LedgerEntry[] = []
  for await (const entry of lab.ledger.read(0)) list.push(entry)
  return list
}

describe('a rule that is written', () => {
  test('is in force at once for every form of the number, and soon in the file of its base', async () => {
    const routing = await lab.start()
    expect(await lab.write(['9035677876=103'])).toEqual({ written: 1, refused: [] })
    for (const number of ['9035677876', '79035677876', '+79035677876', '8 (903) 567-78-76', '00079035677876']) {
      expect(routing.decide(number)).toBe('103')
    }
    await expect.poll(() => lab.text().catch(() => ''), SLOWLY).toBe('9035677876=103\n# trubka 1\n')
    await expect(lab.text('service')).rejects.toThrow('ENOENT')
  })

  test('does not speak for a number that is too short, withheld, or another one', async () => {
    const routing = await lab.start()
    await lab.write(['9035677876=103'])
    for (const number of ['', '5677876', '035677876', 'anonymous', '9035677875', '9'.repeat(5000)]) {
      expect(routing.decide(number)).toBeNull()
    }
  })

  test('is overwritten by a later one, and removed by an empty right side', async () => {
    const routing = await lab.start()
    await lab.write(['9035677876=103', '9161234567=0104'])
    await lab.write(['79035677876=105'])
    expect(routing.decide('9035677876')).toBe('105')
    expect(routing.decide('9161234567')).toBe('0104')
    await lab.write(['9161234567='])
    expect(routing.decide('9161234567')).toBeNull()
    await expect.poll(() => lab.file().catch(() => []), SLOWLY).toEqual(['9035677876=105'])
    expect(routing.fileState('trade')).toMatchObject({ rules: 1, error: null })
  })

  test('belongs to its base; the first base that has the number decides', async () => {
    const routing = await lab.start()
    await lab.write(['9035677876=103'], { base: 'service' })
    await lab.write(['9161234567=104'])
    expect([routing.decide('9035677876'), routing.decide('9161234567')]).toEqual(['103', '104'])
    await lab.write(['9035677876=105'])
    expect(routing.decide('9035677876')).toBe('105')
    await lab.stop()
    expect([await lab.file(), await lab.file('service')]).toEqual([
      ['9035677876=105', '9161234567=104'],
      ['9035677876=103'],
    ])
  })

  test('in a thousand requests at once: all are kept, in few writings of the file', async () => {
    const routing = await lab.start({ saveAfterMs: 200 })
    const lines = Array.from({ length: 1000 }, (_, i) => `${9_000_000_000 + i}=${100 + (i % 50)}`)
    await Promise.all(lines.map((line) => lab.write([line])))
    expect(routing.decide('9000000999')).toBe('149')
    const inodes = new Set<number>()
    await expect
      .poll(async () => {
        inodes.add((await stat(lab.path()).catch(() => ({ ino: 0 }))).ino)
        return (await lab.file().catch(() => [])).length
      })
      .toBe(1000)
    expect(inodes.size).toBeLessThan(6)
    expect((await lab.file()).sort()).toEqual(lines.sort())
  })
})

describe('wrong lines', () => {
  const wrong = [
    { line: 'abc=103', fault: 'notDigits' },
    { line: '123=103', fault: 'numberTooShort' },
    { line: '9035677876=1', fault: 'internalTooShort' },
    { line: '9035677876=1234567', fault: 'internalTooLong' },
    { line: 'я'.repeat(500_000), fault: 'notDigits' },
    { line: '9035677876=103\n9161234567=104', fault: 'notDigits' },
    { line: `${'9'.repeat(33)}=103`, fault: 'numberTooLong' },
  ]

  test.each(wrong)('$line.length characters, $fault: refused by name, and nothing changes', async ({ line, fault }) => {
    const routing = await lab.start()
    await lab.write(['9035677876=555'])
    await expect.poll(() => lab.file().catch(() => []), SLOWLY).toEqual(['9035677876=555'])
    const before = await stat(lab.path())
    const answer = await lab.write([line])
    expect(answer).toEqual({ written: 0, refused: [{ at: 1, line: line.slice(0, 80), fault }] })
    expect(await ledger()).toHaveLength(1)
    expect(routing.decide('9035677876')).toBe('555')
    await lab.stop()
    expect((await stat(lab.path())).mtimeMs).toBe(before.mtimeMs)
  })

  test('among good ones are named by their place, the good ones are kept as one record', async () => {
    await lab.start()
    const lines = ['9035677876=103', ...wrong.map(({ line }) => line), ' 9161234567=104\r']
    const answer = await lab.write(lines)
    expect(answer.written).toBe(2)
    expect(answer.refused.map(({ at, fault }) => ({ at, fault }))).toEqual(
      wrong.map(({ fault }, i) => ({ at: i + 2, fault })),
    )
    expect((await ledger()).map(({ record }) => record)).toEqual([
      { type: 'rules.written', base: 'trade', lines: ['9035677876=103', '9161234567=104'], by: 'op', commandId: 'c1' },
    ])
  })

  test('for a base that is none: refused', async () => {
    await lab.start()
    await expect(lab.write(['9035677876=103'], { base: 'other' })).rejects.toMatchObject({ code: 'unknownBase' })
    await expect(lab.write(['9035677876=103'], { base: '../trade' })).rejects.toMatchObject({ code: 'unknownBase' })
    await lab.stop()
    await expect(lab.start({ bases: [{ id: '../trade' }] })).rejects.toThrow("fit for a file's name")
  })
})

describe('a command asked again', () => {
  test('gets the same answer and is done once, at the same moment, later, and after a restart', async () => {
    const routing = await lab.start()
    const lines = ['9035677876=103', 'abc=1']
    const ask = () => lab.write(lines, { commandId: 'same' })
    const expected = { written: 1, refused: [{ at: 2, line: 'abc=1', fault: 'notDigits' }] }
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([expected, expected, expected])
    // What came after it is not undone by its repetition.
    await lab.write(['9035677876=105'])
    expect(await ask()).toEqual(expected)
    expect(routing.decide('9035677876')).toBe('105')
    await lab.stop()

    const again = await lab.start()
    expect(await ask()).toEqual(expected)
    expect(again.decide('9035677876')).toBe('105')
    expect(await ledger()).toHaveLength(2)
  })

  test('by another operator is another command', async () => {
    const routing = await lab.start()
    await lab.write(['9035677876=103'], { commandId: 'same', by: 'one' })
    await lab.write(['9161234567=104'], { commandId: 'same', by: 'two' })
    expect(routing.decide('9161234567')).toBe('104')
  })

  test('that could not be kept may be asked again', async () => {
    let full = true
    const routing = await lab.start({}, (ledger) => ({
      append: (record) => (full ? Promise.reject(new TrubkaError('notKept')) : ledger.append(record)),
      last: ledger.last,
      read: (after, types) => ledger.read(after, types),
      onAppended: (listener) => ledger.onAppended(listener),
      tail: (bytes) => ledger.tail(bytes),
      close: () => ledger.close(),
    }))
    const ask = () => lab.write(['9035677876=103'], { commandId: 'same' })
    await expect(ask()).rejects.toMatchObject({ code: 'notKept' })
    expect(routing.decide('9035677876')).toBeNull()
    full = false
    expect(await ask()).toEqual({ written: 1, refused: [] })
    expect(routing.decide('9035677876')).toBe('103')
  })
})

describe('the switch «Использовать маршрутизацию звонков сервером по переданной таблице»', () => {
  test('off: nothing is decided or taken, files stay; on: they are read again, with what was edited meanwhile', async () => {
    const routing = await lab.start()
    const told: boolean[] = []
    routing.on('settings', ({ enabled }) => told.push(enabled))
    await lab.write(['9035677876=103', '9161234567=104'])
    await routing.setEnabled(false)
    expect(routing.decide('9035677876')).toBeNull()
    expect(routing.fileState('trade')).toMatchObject({ rules: 0 })
    expect(await lab.file()).toEqual(['9035677876=103', '9161234567=104'])
    await expect(lab.write(['9035677876=105'])).rejects.toMatchObject({ code: 'routingOff' })
    // The answer of what was done before does not change.
    expect(await lab.write(['9035677876=103', '9161234567=104'], { commandId: 'c1' })).toMatchObject({ written: 2 })
    await lab.save('9161234567=200\n')
    await routing.setEnabled(true)
    expect([routing.decide('9035677876'), routing.decide('9161234567')]).toEqual([null, '200'])
    expect(await lab.write(['9035677876=105'])).toMatchObject({ written: 1 })
    expect(told).toEqual([false, true])
  })

  test('off at the start: repeated commands are still known, and it can be switched on', async () => {
    await lab.start()
    await lab.write(['9035677876=103'], { commandId: 'same' })
    await lab.stop()
    const routing = await lab.start({ settings: { ...settings, enabled: false } })
    expect(await lab.write(['9035677876=103'], { commandId: 'same' })).toMatchObject({ written: 1 })
    expect(routing.decide('9035677876')).toBeNull()
    await routing.setEnabled(true)
    expect(routing.decide('9035677876')).toBe('103')
  })
})

describe('other lengths', () => {
  const internalLength = settings.internalLength

  test('come into force at once: the file is read by them, and stays as it was written', async () => {
    const text = '9035677876=103\n5677877=104\n9161234567=10444\n'
    await writeFile(lab.path(), text)
    const routing = await lab.start()
    expect(routing.fileState('trade')).toMatchObject({ rules: 2, refusedCount: 1 })
    const told: number[] = []
    routing.on('settings', ({ lastDigits }) => told.push(lastDigits))
    await routing.setLengths({ lastDigits: 7, internalLength: { min: 3, max: 3 } })
    expect(['8 495 567-78-76', '567-78-77', '9161234567'].map((n) => routing.decide(n))).toEqual(['103', '104', null])
    expect(routing.fileState('trade')?.refused).toMatchObject([{ at: 3, fault: 'internalTooLong' }])
    expect(await lab.write(['9035677876=105'])).toEqual({ written: 1, refused: [] })
    expect(await lab.write(['1234567=1234'])).toMatchObject({ refused: [{ fault: 'internalTooLong' }] })
    await routing.setLengths({ lastDigits: 10, internalLength })
    expect(['9035677876', '9161234567'].map((n) => routing.decide(n))).toEqual(['105', '10444'])
    expect(told).toEqual([7, 10])
    expect(withoutStamp(await lab.text())).toBe('9035677876=105\n5677877=104\n9161234567=10444\n')
  })

  test('set while rules are written lose none', async () => {
    const routing = await lab.start()
    const lines = Array.from({ length: 300 }, (_, i) => `${9_000_000_000 + i}=103`)
    const switches = async () => {
      for (const lastDigits of [7, 10, 8, 10]) await routing.setLengths({ lastDigits, internalLength })
    }
    const writes = lines.map(async (line, i) => {
      await new Promise((resolve) => setTimeout(resolve, i / 3))
      await lab.write([line])
    })
    await Promise.all([switches(), ...writes])
    await routing.setLengths({ lastDigits: 7, internalLength })
    for (const line of lines) expect(routing.decide(line.slice(0, 10))).toBe('103')
  })
})

describe('a file that cannot be written', () => {
  test('costs no rule: it is reported, and written once it can be', async () => {
    const routing = await lab.start()
    await mkdir(`${lab.path()}.new/x`, { recursive: true })
    expect(await lab.write(['9035677876=103'])).toMatchObject({ written: 1 })
    await expect.poll(() => routing.fileState('trade')?.error, SLOWLY).toBe('unwritable')
    expect(routing.decide('9035677876')).toBe('103')
    await rm(`${lab.path()}.new`, { recursive: true })
    await expect.poll(() => lab.file().catch(() => []), SLOWLY).toEqual(['9035677876=103'])
    expect(routing.fileState('trade')?.error).toBeNull()
  })

  test('a saved file keeps the permissions an administrator gave it, and nothing lies about', async () => {
    await writeFile(lab.path(), '9161234567=104\n')
    await chmod(lab.path(), 0o640)
    await lab.start()
    await lab.write(['9035677876=103'])
    await lab.stop()
    expect((await stat(lab.path())).mode & 0o777).toBe(0o640)
    expect((await readdir(lab.folder)).sort()).toEqual(['ledger', 'routing-checkpoint.json', 'trade.roustable'])
    expect(await readdir(join(lab.folder, 'ledger'))).toEqual(['ledger.log'])
  })
})
