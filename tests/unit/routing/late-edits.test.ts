import { appendFile, type FileHandle, open, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RoutingLab, routingLab } from './lab.ts'

let lab: RoutingLab
const opened: FileHandle[] = []
let options: { settleMs?: number } = {}
beforeEach(async () => {
  options = {}
  lab = await routingLab()
})
afterEach(async () => {
  for (const handle of opened.splice(0)) await handle.close()
  await lab.close()
})

/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 20_000 }
const saved = (...lines: string[]) => expect.poll(() => lab.file().catch(() => []), SLOWLY).toEqual(lines)
const decided = (number: string) => expect.poll(() => lab.routing.decide(number), SLOWLY)
async function opens(flags: string): Promise<FileHandle> {
  const handle = await open(lab.path(), flags)
  opened.push(handle)
  return handle
}

/** A rule in the file, somebody who opens it, and then another one of ours: a new file in its place. */
async function replacedUnder(flags: string, ...before: string[]): Promise<FileHandle> {
  await lab.start(options)
  await lab.write(['9165550124=105'])
  await saved('9165550124=105', ...before)
  const handle = await opens(flags)
  await lab.write(['9035677876=103'])
  await saved('9035677876=103', '9165550124=105', ...before)
  return handle
}

describe.runIf(process.platform !== 'win32')(
  'what somebody writes into the file that ours has replaced',
  { timeout: 30_000 },
  () => {
    test('appended by a program that had it open: comes into force, and goes on doing so', async () => {
      const handle = await replacedUnder('a')
      await handle.write('# из биллинга\n9000000001=111\n')
      await decided('9000000001').toBe('111')
      await lab.write(['9035677876=104'])
      await handle.write('9000000002=112\n')
      await decided('9000000002').toBe('112')
      await saved('# из биллинга', '9000000001=111', '9000000002=112', '9035677876=104', '9165550124=105')
      expect(lab.log.text()).toContain('that ours had just replaced')
    })

    test('for a number of which we write a newer rule before it is seen: the newer one counts', async () => {
      // Long enough for ours to be in the file by then.
      options = { settleMs: 1500 }
      const handle = await replacedUnder('a')
      await handle.write('9035677876=111\n9000000001=111\n')
      const { mtimeMs } = await handle.stat()
      await expect.poll(() => Date.now()).toBeGreaterThan(mtimeMs + 10)
      await lab.write(['9035677876=104'])
      // On a busy machine what was appended may be in the file as soon.
      await expect.poll(() => lab.file(), SLOWLY).toContain('9035677876=104')
      await decided('9000000001').toBe('111')
      await saved('9000000001=111', '9035677876=104', '9165550124=105')
      expect(lab.routing.decide('9035677876')).toBe('104')
      // And the other way about.
      await handle.write('9035677876=112\n')
      await decided('9035677876').toBe('112')
      await expect.poll(() => lab.file(), SLOWLY).toContain('9035677876=112')
    })

    test('by a slow copy that rests at the end of a line', async () => {
      await lab.start()
      await lab.write(['9165550124=105'])
      await saved('9165550124=105')
      const handle = await opens('w')
      await handle.write('# новые\n9165550124=105\n9000000001=111\n')
      await decided('9000000001').toBe('111')
      await lab.write(['9035677876=103'])
      await saved('# новые', '9000000001=111', '9035677876=103', '9165550124=105')
      await handle.write('9000000002=112\n')
      await decided('9000000002').toBe('112')
      await saved('# новые', '9000000001=111', '9000000002=112', '9035677876=103', '9165550124=105')
    })

    test('all of it anew: as if it had been saved now, and ours is not undone by it', async () => {
      await writeFile(lab.path(), '9261234567=106\n')
      const handle = await replacedUnder('r+', '9261234567=106')
      await handle.truncate(0)
      await handle.write('9165550124=105\n# больше ничего\n', 0)
      await saved('# больше ничего', '9035677876=103', '9165550124=105')
      expect(lab.routing.decide('9261234567')).toBeNull()
    })

    test('when the file has been edited since: it is kept beside, and said', async () => {
      const handle = await replacedUnder('r+')
      await writeFile(`${lab.path()}.swp`, `9035677876=103\n9161234567=200\n${await lab.stamp()}`)
      await rename(`${lab.path()}.swp`, lab.path())
      await decided('9161234567').toBe('200')
      await handle.truncate(0)
      await handle.write('9000000001=111\n# больше ничего\n', 0)
      await expect.poll(() => lab.routing.fileState('trade')?.keptAside, SLOWLY).toContain('.late')
      const kept = lab.routing.fileState('trade')?.keptAside ?? ''
      expect(await readFile(kept, 'utf8')).toBe('9000000001=111\n# больше ничего\n')
      expect(await lab.file()).toEqual(['9035677876=103', '9161234567=200'])
    })

    test('when it has been edited while the mechanism was off: the same', async () => {
      const handle = await replacedUnder('r+')
      await lab.routing.setEnabled(false)
      await appendFile(lab.path(), '9161234567=200\n')
      await handle.truncate(0)
      await handle.write('9000000001=111\n# больше ничего\n', 0)
      await lab.routing.setEnabled(true)
      await expect.poll(() => lab.routing.fileState('trade')?.keptAside, SLOWLY).toContain('.late')
      expect(await lab.file()).toEqual(['9035677876=103', '9161234567=200', '9165550124=105'])
    })

    test('just before the server stops', async () => {
      const handle = await replacedUnder('a')
      await handle.write('9000000001=111\n')
      await lab.stop()
      expect(await lab.file()).toEqual(['9000000001=111', '9035677876=103', '9165550124=105'])
    })

    test('nothing: nothing is done, and nothing lies about', async () => {
      const handle = await replacedUnder('r+')
      await handle.utimes(new Date(), new Date())
      for (let n = 0; n < 20; n++) {
        await lab.write([`90000000${10 + n}=111`])
        await decided(`90000000${10 + n}`).toBe('111')
      }
      await lab.stop()
      expect(await lab.file()).toHaveLength(22)
      expect((await readdir(lab.folder)).sort()).toEqual(['ledger', 'routing-checkpoint.json', 'trade.roustable'])
      expect(lab.log.text()).not.toContain('that ours had just replaced')
    })

    test('a file that keeps a name, as an editor’s copy of before, is nobody’s edit', async () => {
      await lab.start()
      await lab.write(['9165550124=105'])
      await saved('9165550124=105')
      await rename(lab.path(), `${lab.path()}~`)
      await writeFile(lab.path(), '9165550124=106\n')
      await decided('9165550124').toBe('106')
      await writeFile(`${lab.path()}~`, '9165550124=107\n')
      await lab.write(['9035677876=103'])
      await saved('9035677876=103', '9165550124=106')
      expect(await readFile(join(lab.folder, 'trade.roustable~'), 'utf8')).toBe('9165550124=107\n')
    })

    test('deleted by mistake: the file is there again, with its comments and its lines of other lengths', async () => {
      await writeFile(lab.path(), '# Москва\n9035677876=103\n9165550124=1\n')
      await lab.start()
      await rename(lab.path(), join(lab.folder, 'moved-away'))
      await saved('# Москва', '9035677876=103', '9165550124=1')
    })
  },
)
