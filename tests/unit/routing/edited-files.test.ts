import { appendFile, readlink, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { seeded } from '../../support/random.ts'
import { type RoutingLab, routingLab } from './lab.ts'

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(() => lab.close())

/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 20_000 }
const saved = (...lines: string[]) => expect.poll(() => lab.file().catch(() => []), SLOWLY).toEqual(lines)
const decided = (number: string) => expect.poll(() => lab.routing.decide(number), SLOWLY)

describe('what an administrator does to the file', { timeout: 30_000 }, () => {
  test('comes into force: added, changed and removed lines', async () => {
    await lab.start()
    await lab.write(['9035677876=103', '9161234567=104', '9261234567=105'])
    await saved('9035677876=103', '9161234567=104', '9261234567=105')
    await lab.save('9035677876=103\n9161234567=200\n9999999999=300\n')
    await decided('9999999999').toBe('300')
    expect(['9035677876', '9161234567', '9261234567'].map((n) => lab.routing.decide(n))).toEqual(['103', '200', null])
  })

  test('is noted, with how many rules there were and are, and which are other ones now; our own saves are not', async () => {
    await lab.start()
    await lab.write(['9035677876=103', '9161234567=104', '9031112233=105'])
    await saved('9031112233=105', '9035677876=103', '9161234567=104')
    await lab.save('9161234567=200\n9031112233=105\n9991234567=106\n')
    await decided('9161234567').toBe('200')
    const noted = async () => {
      const entries: unknown[] = []
      for await (const { record } of lab.ledger.read(0, ['file.edited'])) entries.push(record)
      return entries
    }
    await expect.poll(noted, SLOWLY).toEqual([
      {
        type: 'file.edited',
        base: 'trade',
        before: 3,
        after: 3,
        changed: { count: 3, lines: ['9035677876=', '9161234567=200', '9991234567=106'] },
      },
    ])
    await lab.write(['9261234567=105'])
    await saved('9031112233=105', '9161234567=200', '9261234567=105', '9991234567=106')
    expect(await noted()).toHaveLength(1)
  })

  test('of thousands of rules is noted as so many, the first of them by name', async () => {
    await lab.start()
    const lines = Array.from({ length: 2500 }, (_, n) => `${9_000_000_000 + n}=103\n`)
    await writeFile(lab.path(), lines.join(''))
    await decided('9000002499').toBe('103')
    const noted = async () => {
      for await (const { record } of lab.ledger.read(0, ['file.edited']))
        if (record.type === 'file.edited') return record.changed
      return null
    }
    const first = lines.slice(0, 1000).map((line) => line.trim())
    await expect.poll(noted, SLOWLY).toEqual({ count: 2500, lines: first })
  })

  test('while the server is down is noted with the number of rules; a file that was only touched is not', async () => {
    await lab.start()
    await lab.write(['9035677876=103', '9161234567=104'])
    await saved('9035677876=103', '9161234567=104')
    const noted = async () => {
      const entries: unknown[] = []
      for await (const { record } of lab.ledger.read(0, ['file.edited'])) entries.push(record)
      return entries
    }
    await lab.stop()
    await utimes(lab.path(), new Date(), new Date())
    await lab.start()
    await lab.stop()
    await lab.save('9161234567=200\n9991234567=106\n9997654321=107\n')
    await lab.start()
    await expect.poll(noted, SLOWLY).toEqual([{ type: 'file.edited', base: 'trade', before: 2, after: 3 }])
    await lab.stop()
    await lab.start()
    expect(await noted()).toHaveLength(1)
  })

  test('is not undone by our next save, nor by a restart, nor by a repeated command', async () => {
    await lab.start()
    await lab.write(['9035677876=103', '9161234567=104'], { commandId: 'first' })
    await saved('9035677876=103', '9161234567=104')
    await lab.save('# без Петрова\n9161234567=104\n')
    await lab.write(['9261234567=105'])
    await saved('# без Петрова', '9161234567=104', '9261234567=105')
    await lab.stop()
    await lab.start()
    await lab.write(['9035677876=103', '9161234567=104'], { commandId: 'first' })
    expect(lab.routing.decide('9035677876')).toBeNull()
    await lab.write(['9261234567=106'])
    await saved('# без Петрова', '9161234567=104', '9261234567=106')
  })

  test('while the server is down comes into force at its start', async () => {
    await lab.start()
    await lab.write(['9035677876=103', '9161234567=104'])
    await lab.stop()
    await lab.save('9161234567=200\n')
    const routing = await lab.start()
    expect([routing.decide('9035677876'), routing.decide('9161234567')]).toEqual([null, '200'])
  })

  test('in the same moment as our writes: both are kept', async () => {
    // Long enough for the edit to be made before the file is saved: an editor with an old text in it removes lines.
    await lab.start({ saveAfterMs: 50 })
    const random = seeded(7)
    await lab.write(['9000000000=100'])
    await saved('9000000000=100')
    const expected = ['9000000000=100']
    for (let round = 0; round < 15; round++) {
      const ours = `91000${String(round).padStart(5, '0')}=103`
      const theirs = `92000${String(round).padStart(5, '0')}=104`
      const write = lab.write([ours])
      // An editor reads what is there, and puts its own in the place of it.
      const edit = async () => {
        const text = await lab.text()
        await writeFile(`${lab.path()}.swp`, `${text}${theirs}\n`)
        await rename(`${lab.path()}.swp`, lab.path())
      }
      if (random() < 0.5) await edit()
      await Promise.all([write, expect.poll(() => lab.file(), SLOWLY).toContain(ours)])
      if (!(await lab.file()).includes(theirs)) await edit()
      await expect.poll(() => lab.routing.decide(theirs.slice(0, 10)), SLOWLY).toBe('104')
      expected.push(ours, theirs)
      await saved(...[...expected].sort())
    }
    for (const line of expected) expect(lab.routing.decide(line.slice(0, 10))).toBe(line.slice(11))
  }, 60_000)

  test('wrong lines among good ones are reported by number, kept out of the table and left in the file', async () => {
    await lab.start()
    await writeFile(lab.path(), '9035677876=103\n903567787б=103\n9161234567=1\n9261234567=105\n')
    await decided('9261234567').toBe('105')
    expect(lab.routing.fileState('trade')).toMatchObject({
      rules: 2,
      refusedCount: 2,
      refused: [
        { at: 2, line: '903567787б=103', fault: 'notDigits' },
        { at: 3, line: '9161234567=1', fault: 'internalTooShort' },
      ],
    })
    expect(lab.log.text()).toContain('903567787б=103')
    await lab.write(['9035677876=106'])
    await saved('9035677876=106', '903567787б=103', '9161234567=1', '9261234567=105')
  })

  test('an emptied file removes all rules', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await saved('9035677876=103')
    await truncate(lab.path(), 0)
    await decided('9035677876').toBeNull()
    expect(lab.routing.fileState('trade')?.rules).toBe(0)
  })

  test('a touched file costs nothing', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await saved('9035677876=103')
    await utimes(lab.path(), new Date(), new Date(Date.now() - 100_000))
    await expect.poll(() => lab.routing.fileState('trade')?.loadedAt, SLOWLY).not.toBeNull()
    expect(lab.routing.decide('9035677876')).toBe('103')
  })

  test('behind a symbolic link the file itself is written, not the link', async () => {
    const real = join(lab.folder, 'elsewhere.txt')
    await writeFile(real, '9161234567=104\n')
    await symlink(real, lab.path())
    await lab.start()
    await lab.write(['9035677876=103'])
    await saved('9035677876=103', '9161234567=104')
    expect(await readlink(lab.path())).toBe(real)
  })
})

describe('a file in an odd state', { timeout: 30_000 }, () => {
  test('half written: its last line waits for its end', async () => {
    const routing = await lab.start({ settleMs: 300 })
    await lab.write(['9161234567=104'])
    await saved('9161234567=104')
    const seen = new Set<string | null>()
    await writeFile(lab.path(), '9161234567=104\n9035677876=10')
    const started = performance.now()
    // Longer than a file must rest, shorter than an unfinished one may.
    while (performance.now() - started < 600) {
      seen.add(routing.decide('9035677876'))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await appendFile(lab.path(), '3\n')
    await decided('9035677876').toBe('103')
    expect([...seen]).toEqual([null])
  })

  test('whose last line never gets its end is taken as it is after a while', async () => {
    await lab.start()
    await writeFile(lab.path(), '9035677876=103')
    await decided('9035677876').toBe('103')
  })

  test('deleted: the rules stay in force and the file is written anew, with what came meanwhile', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await saved('9035677876=103')
    await rm(lab.path())
    await expect.poll(() => lab.log.text(), SLOWLY).toContain('is gone')
    await saved('9035677876=103')
    await rm(lab.path())
    await lab.write(['9161234567=104'])
    await saved('9035677876=103', '9161234567=104')
    await vi.waitFor(() => expect(lab.routing.fileState('trade')?.error).toBeNull(), SLOWLY)
  })

  test('deleted just before the server stops: the rules that an administrator had put there stay, too', async () => {
    await writeFile(lab.path(), '9161234567=200\n')
    await lab.start({ checkSeconds: 3600 })
    await lab.write(['9035677876=103'])
    await saved('9035677876=103', '9161234567=200')
    await rm(lab.path())
    await lab.stop()
    expect(await lab.file()).toEqual(['9035677876=103', '9161234567=200'])
    const routing = await lab.start()
    expect(['9035677876', '9161234567'].map((n) => routing.decide(n))).toEqual(['103', '200'])
  })

  test('deleted while the server is down: rebuilt from the ledger', async () => {
    await lab.start()
    await lab.write(['9035677876=103', '9161234567=104'])
    await lab.write(['9161234567='])
    await lab.stop()
    await rm(lab.path())
    const routing = await lab.start()
    expect([routing.decide('9035677876'), routing.decide('9161234567')]).toEqual(['103', null])
    await saved('9035677876=103')
  })

  test('not a text file: left alone, the rules stay, and writes are kept until it is mended', async () => {
    await lab.start()
    await lab.write(['9035677876=103', '9035677877=104'])
    await saved('9035677876=103', '9035677877=104')
    const stamp = await lab.stamp()
    const garbage = Buffer.from('9161234567=104\n', 'utf16le')
    await writeFile(lab.path(), garbage)
    await expect.poll(() => lab.routing.fileState('trade')?.error, SLOWLY).toBe('notText')
    await lab.write(['9261234567=105'])
    expect([lab.routing.decide('9035677876'), lab.routing.decide('9261234567')]).toEqual(['103', '105'])
    await lab.stop()
    await expect(lab.text()).resolves.toBe(garbage.toString('utf8'))

    const routing = await lab.start()
    expect(routing.decide('9261234567')).toBe('105')
    // What the administrator had removed by then stays removed, what came later is there.
    await writeFile(lab.path(), `9035677877=104\n9161234567=104\n${stamp}`)
    await saved('9035677877=104', '9161234567=104', '9261234567=105')
    expect(routing.decide('9035677876')).toBeNull()
    expect(routing.fileState('trade')?.error).toBeNull()
  })

  test('not readable at a start: calls go their usual way until it is', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await saved('9035677876=103')
    await lab.stop()
    // Root may read whatever has no rights; a link to itself nobody can.
    await rm(lab.path())
    await symlink(lab.path(), lab.path())
    const routing = await lab.start()
    expect(routing.fileState('trade')?.error).toBe('unreadable')
    expect(routing.decide('9035677876')).toBeNull()
    await rm(lab.path())
    await writeFile(lab.path(), '9035677876=103\n')
    await expect.poll(() => routing.decide('9035677876'), SLOWLY).toBe('103')
  })

  test('a damaged checkpoint costs no rule', async () => {
    await lab.start()
    await lab.write(['9035677876=103'])
    await lab.stop()
    await writeFile(join(lab.folder, 'routing-checkpoint.json'), '{"trade":7')
    const routing = await lab.start()
    expect(routing.decide('9035677876')).toBe('103')
    expect(lab.log.text()).toContain('checkpoint not readable')
  })

  test('a folder of an older program is read as it is', async () => {
    await writeFile(lab.path('service'), '\uFEFF9035677876=103\r\n89161234567=104\r\n')
    const routing = await lab.start()
    expect([routing.decide('+79035677876'), routing.decide('+79161234567')]).toEqual(['103', '104'])
  })
})
