import { appendFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RoutingLab, routingLab } from './lab.ts'

let lab: RoutingLab
beforeEach(async () => {
  lab = await routingLab()
})
afterEach(() => lab.close())

/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 20_000 }
/** Of a large file. */
const LATER = { timeout: 40_000 }
const saved = (...lines: string[]) => expect.poll(() => lab.file().catch(() => []), SLOWLY).toEqual(lines)

/** One rule, then an editor that is opened; then another rule. Returns the text that the editor holds. */
async function openedBefore(): Promise<string> {
  await lab.start()
  await lab.write(['9165550124=105'])
  await saved('9165550124=105')
  const text = await lab.text()
  await lab.write(['9035677876=103'])
  await saved('9035677876=103', '9165550124=105')
  return text
}

describe('an editor that was opened before we wrote saves its old text', { timeout: 30_000 }, () => {
  test('with its edit: both are in force and in the file', async () => {
    const text = await openedBefore()
    await writeFile(lab.path(), `${text}9000000001=111\n`)
    await saved('9000000001=111', '9035677876=103', '9165550124=105')
    expect(['9000000001', '9035677876'].map((n) => lab.routing.decide(n))).toEqual(['111', '103'])
  })

  test('which is said: in the log, in the history, and in the state of the file', async () => {
    const text = await openedBefore()
    await writeFile(lab.path(), `${text}9000000001=111\n`)
    await saved('9000000001=111', '9035677876=103', '9165550124=105')
    expect(lab.routing.fileState('trade')?.putBack).toMatchObject({ count: 1, lines: ['9035677876=103'] })
    expect(lab.log.text()).toContain('had not seen what was written meanwhile')
    const noted = async () => {
      const entries: unknown[] = []
      for await (const { record } of lab.ledger.read(0, ['file.edited'])) entries.push(record)
      return entries
    }
    await expect.poll(noted, SLOWLY).toEqual([
      // Not the one that was put back: nothing has become of it.
      {
        type: 'file.edited',
        base: 'trade',
        before: 2,
        after: 3,
        putBack: 1,
        changed: { count: 1, lines: ['9000000001=111'] },
      },
    ])
  })

  test('and again, each time it is saved', async () => {
    const text = await openedBefore()
    for (const more of ['9000000001=111', '9000000001=112', '9000000001=113']) {
      await writeFile(lab.path(), `${text}${more}\n`)
      await saved(more, '9035677876=103', '9165550124=105')
    }
  })

  test('with a rule that we have removed meanwhile: it stays removed', async () => {
    await lab.start()
    await lab.write(['9165550124=105', '9035677876=103'])
    await saved('9035677876=103', '9165550124=105')
    const text = await lab.text()
    await lab.write(['9035677876='])
    await saved('9165550124=105')
    await writeFile(lab.path(), `${text}# Петров\n`)
    await saved('# Петров', '9165550124=105')
  })

  test.each(['', ', after a restart'])(
    'however many rules we have written meanwhile%s: all of them are there, but for one that 1C has removed since',
    async (later) => {
      const text = await openedBefore()
      const numbers = Array.from({ length: 115_000 }, (_, n) => String(9_200_000_000 + n))
      for (let from = 0; from < numbers.length; from += 10_000)
        await lab.write(numbers.slice(from, from + 10_000).map((number) => `${number}=104`))
      const [first = '', second = '', third = ''] = numbers
      await lab.write([`${first}=`, `${second}=105`])
      await expect.poll(() => lab.text(), LATER).toMatch(new RegExp(`^${numbers.at(-1)}=104$`, 'm'))
      await expect.poll(() => lab.text(), LATER).not.toMatch(new RegExp(`^${first}=`, 'm'))
      if (later !== '') {
        await lab.stop()
        await lab.start()
      }
      await writeFile(lab.path(), `${text}9000000001=111\n${third}=106\n`)
      await expect.poll(() => lab.routing.decide('9000000001'), LATER).toBe('111')
      const wrong = () => numbers.filter((number) => lab.routing.decide(number) !== '104').slice(0, 5)
      // The third is an acknowledged rule, and what its line was before nobody knows any more.
      await expect.poll(wrong, LATER).toEqual([first, second])
      expect([first, second, third, '9035677876'].map((n) => lab.routing.decide(n))).toEqual([
        null,
        '105',
        '104',
        '103',
      ])
      await expect.poll(async () => (await lab.file()).length, LATER).toBe(numbers.length - 1 + 3)
    },
    150_000,
  )

  test('while the server is down', async () => {
    const text = await openedBefore()
    await lab.stop()
    await writeFile(lab.path(), `${text}9000000001=111\n`)
    const routing = await lab.start()
    expect(routing.decide('9035677876')).toBe('103')
    await saved('9000000001=111', '9035677876=103', '9165550124=105')
  })

  test('after a restart of the server', async () => {
    const text = await openedBefore()
    await lab.stop()
    await lab.start()
    await writeFile(lab.path(), `${text}9000000001=111\n`)
    await saved('9000000001=111', '9035677876=103', '9165550124=105')
  })

  test('while the mechanism is off', async () => {
    const text = await openedBefore()
    await lab.routing.setEnabled(false)
    await writeFile(lab.path(), `${text}9000000001=111\n`)
    await lab.routing.setEnabled(true)
    await saved('9000000001=111', '9035677876=103', '9165550124=105')
  })
})

describe('an administrator removes a rule', { timeout: 30_000 }, () => {
  test('of those before ours: it is gone, also after a restart', async () => {
    await openedBefore()
    await lab.save('9035677876=103\n')
    await expect.poll(() => lab.routing.decide('9165550124'), SLOWLY).toBeNull()
    await lab.stop()
    await lab.start()
    expect(lab.routing.decide('9165550124')).toBeNull()
  })

  test('that came with one that they leave: it is gone, also after a restart', async () => {
    await lab.start({ saveAfterMs: 100 })
    await Promise.all(['9035677876=103', '9161234567=104'].map((line) => lab.write([line])))
    await saved('9035677876=103', '9161234567=104')
    await lab.save('9035677876=103\n')
    await expect.poll(() => lab.routing.decide('9161234567'), SLOWLY).toBeNull()
    await lab.stop()
    await lab.start()
    expect(lab.routing.decide('9161234567')).toBeNull()
  })

  test('the last that we wrote, by a line that says so', async () => {
    await openedBefore()
    await appendFile(lab.path(), '9035677876=\n')
    await expect.poll(() => lab.routing.decide('9035677876'), SLOWLY).toBeNull()
    await lab.stop()
    await lab.start()
    expect(lab.routing.decide('9035677876')).toBeNull()
  })
})
