import { rm, writeFile } from 'node:fs/promises'
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
const REMOVED = '9035677876'
const KEPT = '9035677877'
const LATER = '9161234567'
const inForce = () => [REMOVED, KEPT, LATER].map((number) => lab.routing.decide(number))

/** Zero bytes, as a crashed disk leaves them, over a file from which an administrator has removed a rule; returns what was in it. */
async function damaged(): Promise<string> {
  await lab.start()
  await lab.write([`${REMOVED}=103`, `${KEPT}=104`])
  await saved(`${REMOVED}=103`, `${KEPT}=104`)
  await lab.save(`${KEPT}=104\n`)
  await expect.poll(() => lab.routing.decide(REMOVED), SLOWLY).toBeNull()
  await lab.stop()
  const text = await lab.text()
  await writeFile(lab.path(), Buffer.alloc(64))
  return text
}

describe('a file that cannot be read', { timeout: 30_000 }, () => {
  const ways: [string, () => Promise<unknown>][] = [
    ['at a start', () => lab.start()],
    [
      'when the mechanism is switched on',
      async () => {
        await lab.start({ settings: { enabled: false, lastDigits: 10, internalLength: { min: 2, max: 5 } } })
        await lab.routing.setEnabled(true)
      },
    ],
    [
      'and no checkpoint either',
      async () => {
        await rm(`${lab.folder}/routing-checkpoint.json`)
        await lab.start()
      },
    ],
  ]
  test.each(ways)(
    '%s: nothing that was removed comes back, calls go their usual way until it can be',
    async (_, begins) => {
      const text = await damaged()
      await begins()
      expect(inForce()).toEqual([null, null, null])
      expect(lab.routing.fileState('trade')).toMatchObject({ error: 'notText', rules: 0 })
      await expect(lab.routing.search('trade', { part: '' })).resolves.toEqual({ rules: [], next: null, found: 0 })
      expect(lab.routing.knows('trade')).toBe(false)

      await writeFile(lab.path(), text)
      await expect.poll(inForce, SLOWLY).toEqual([null, '104', null])
      expect(lab.routing.knows('trade')).toBe(true)
      await lab.stop()
      await lab.start()
      expect(inForce()).toEqual([null, '104', null])
    },
  )

  test('what is written meanwhile is in force at once, and in the file once it is mended', async () => {
    const text = await damaged()
    await lab.start()
    await lab.write([`${LATER}=105`])
    expect(inForce()).toEqual([null, null, '105'])
    expect(lab.routing.fileState('trade')?.rules).toBe(1)
    await lab.stop()
    await lab.start()
    expect(inForce()).toEqual([null, null, '105'])
    await writeFile(lab.path(), text)
    await saved(`${KEPT}=104`, `${LATER}=105`)
    expect(inForce()).toEqual([null, '104', '105'])
    expect(lab.routing.fileState('trade')?.rules).toBe(2)
  })

  test('the other base’s rules are in force', async () => {
    await damaged()
    await lab.start()
    await lab.write([`${REMOVED}=106`], { base: 'service' })
    await lab.stop()
    await lab.start()
    expect(inForce()).toEqual(['106', null, null])
    expect(lab.routing.knows('service')).toBe(true)
  })

  test('deleted then: built anew from the ledger, like any that is gone', async () => {
    await damaged()
    await lab.start()
    await rm(lab.path())
    await expect.poll(inForce, SLOWLY).toEqual(['103', '104', null])
    expect(lab.routing.fileState('trade')?.rules).toBe(2)
    await saved(`${REMOVED}=103`, `${KEPT}=104`)
  })
})
