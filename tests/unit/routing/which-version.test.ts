import { open, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
const [A, B, C, D] = ['9030000001', '9030000002', '9030000003', '9030000004'] as const
const THEIRS = '9030000009'

/** A file of an administrator's, and whatever comes between our last writing and their saving. */
async function started(...lines: string[]): Promise<void> {
  await writeFile(lab.path(), lines.map((line) => `${line}\n`).join(''))
  await lab.start()
}
const BETWEEN = [
  ['', async () => {}],
  [
    ', after a restart',
    async () => {
      await lab.stop()
      await lab.start()
    },
  ],
  [
    ', after the mechanism was off',
    async () => {
      await lab.routing.setEnabled(false)
      await lab.routing.setEnabled(true)
    },
  ],
] as const

describe.each(BETWEEN)('an editor that has our last version saves it%s', { timeout: 30_000 }, (_, between) => {
  test('without the rule that came last: it is gone', async () => {
    await lab.start()
    await lab.write([`${A}=101`])
    await saved(`${A}=101`)
    await lab.write([`${B}=102`])
    await saved(`${A}=101`, `${B}=102`)
    await between()
    await lab.save(`${A}=101\n`)
    await decided(B).toBeNull()
    expect(lab.routing.decide(A)).toBe('101')
    await lab.stop()
    await lab.start()
    expect(lab.routing.decide(B)).toBeNull()
  })

  test('with a rule again that 1C has removed: it is there', async () => {
    await started(`${A}=101`, `${B}=102`)
    await lab.write([`${B}=`])
    await saved(`${A}=101`)
    await between()
    await lab.save(`${A}=101\n${B}=102\n`)
    await decided(B).toBe('102')
  })

  test('with a rule changed back to what it was: so it is', async () => {
    await started(`${A}=101`, `${B}=102`)
    await lab.write([`${B}=105`])
    await saved(`${A}=101`, `${B}=105`)
    await between()
    await lab.save(`${A}=101\n${B}=102\n`)
    await decided(B).toBe('102')
  })
})

describe.each(BETWEEN)('an editor that has a version of before saves it%s', { timeout: 30_000 }, (_, between) => {
  test.each(['that was never ours', 'that was ours'])('%s: none of our rules is lost', async (whose) => {
    await started(`${A}=101`, `${B}=100`)
    if (whose === 'that was ours') {
      await lab.write([`${D}=104`])
      await saved(`${A}=101`, `${B}=100`, `${D}=104`)
    }
    const text = await lab.text()
    const more = whose === 'that was ours' ? [`${D}=104`] : []
    await lab.write([`${C}=103`])
    await saved(`${A}=101`, `${B}=100`, `${C}=103`, ...more)
    await lab.write([`${B}=105`])
    await saved(`${A}=101`, `${B}=105`, `${C}=103`, ...more)
    await between()
    await writeFile(lab.path(), `${text}${THEIRS}=109\n`)
    await saved(`${A}=101`, `${B}=105`, `${C}=103`, ...more, `${THEIRS}=109`)
    expect([B, C, THEIRS].map((n) => lab.routing.decide(n))).toEqual(['105', '103', '109'])
  })
})

describe('the line that says which version a text grew from', { timeout: 30_000 }, () => {
  test('is renewed by each of our writings, and by nothing else', async () => {
    await started(`${A}=101`)
    expect(await lab.text()).toBe(`${A}=101\n`)
    await lab.write([`${B}=102`])
    await saved(`${A}=101`, `${B}=102`)
    expect(await lab.text()).toBe(`${A}=101\n${B}=102\n# trubka 1\n`)
    await lab.write([`${C}=103`])
    await saved(`${A}=101`, `${B}=102`, `${C}=103`)
    const text = await lab.text()
    expect(text).toBe(`${A}=101\n${B}=102\n${C}=103\n# trubka 2\n`)
    await writeFile(lab.path(), `${THEIRS}=109\n${text}`)
    await decided(THEIRS).toBe('109')
    const { ino } = await stat(lab.path())
    await lab.stop()
    expect(await lab.text()).toBe(`${THEIRS}=109\n${text}`)
    expect((await stat(lab.path())).ino).toBe(ino)
  })

  test('is no wrong line', async () => {
    await lab.start()
    await lab.write([`${A}=101`])
    await saved(`${A}=101`)
    await lab.stop()
    await lab.start()
    expect(lab.routing.fileState('trade')).toMatchObject({ rules: 1, refusedCount: 0 })
  })

  test('older than ours is renewed once the edit is taken, so that the next one is understood', async () => {
    await lab.start()
    await lab.write([`${A}=101`])
    await saved(`${A}=101`)
    const text = await lab.text()
    await lab.write([`${B}=102`])
    await saved(`${A}=101`, `${B}=102`)
    // They happen to add the very rule that 1C has added.
    await writeFile(lab.path(), `${B}=102\n${text}`)
    await expect.poll(() => lab.stamp(), SLOWLY).toBe('# trubka 2\n')
    await lab.save(`${A}=101\n`)
    await decided(B).toBeNull()
  })

  test('of another ledger says nothing: our rules are put back', async () => {
    await lab.start()
    await lab.write([`${A}=101`])
    await saved(`${A}=101`)
    await writeFile(lab.path(), `${B}=102\n# trubka 5000\n`)
    await saved(`${A}=101`, `${B}=102`)
  })
})

describe('an old text', { timeout: 30_000 }, () => {
  test('with another rule for a number that 1C has also written: theirs, and the others are not lost', async () => {
    await started(`${A}=101`)
    const text = await lab.text()
    for (const line of [`${B}=102`, `${C}=103`, `${D}=104`]) await lab.write([line])
    await saved(`${A}=101`, `${B}=102`, `${C}=103`, `${D}=104`)
    await writeFile(lab.path(), `${text}${D}=109\n`)
    await saved(`${A}=101`, `${B}=102`, `${C}=103`, `${D}=109`)
  })

  test('copied slowly, resting while the file is empty: our rules are there in the end', async () => {
    await started(`${A}=101`)
    const text = await lab.text()
    await lab.write([`${B}=102`])
    await saved(`${A}=101`, `${B}=102`)
    const copy = await open(lab.path(), 'w')
    await decided(A).toBeNull()
    await copy.write(`${text}${THEIRS}=109\n`)
    await copy.close()
    await saved(`${A}=101`, `${B}=102`, `${THEIRS}=109`)
  })
})

test('killed just after our file took its place, and edited before the next start: the edit stands', async () => {
  await started(`${A}=101`)
  const checkpoint = join(lab.folder, 'routing-checkpoint.json')
  const noted = async () => JSON.parse(await readFile(checkpoint, 'utf8')).trade
  await lab.write([`${B}=102`])
  await expect.poll(async () => (await noted()).written.seq, SLOWLY).toBe(1)
  const before = await noted()
  await lab.write([`${C}=103`, `${D}=104`])
  await expect.poll(async () => (await noted()).written.seq, SLOWLY).toBe(2)
  const after = await noted()
  await lab.stop()
  // As the disk is when the file is announced and in place, and not confirmed.
  await writeFile(checkpoint, JSON.stringify({ trade: { written: before.written, next: after.written } }))
  await lab.save(`${A}=101\n${B}=102\n${C}=555\n`)
  await lab.start()
  expect([A, B, C, D].map((n) => lab.routing.decide(n))).toEqual(['101', '102', '555', null])
}, 30_000)
