import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { inExtensionWorld } from '../support/extension-world.ts'
import { useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }

describe('Bad rule lines from a browser', () => {
  const world = useWorld('stand')

  /** From a page of 1C, by the extension's own wire: no form leads to such lines. */
  const write = async (lines: string[]) => {
    const page = await world().onec()
    const request = { trubka: 'routing.write', params: { commandId: crypto.randomUUID(), lines } }
    const ask = `chrome.runtime.sendMessage(${JSON.stringify(request)})`
    return inExtensionWorld(page, world().extension.id, ask)
  }
  const rules = async () =>
    (await readFile(world().server.roustable(), 'utf8').catch(() => '')).split('\n').filter((line) => /^\d/.test(line))

  test.each([
    ['letters', 'abc=103', 'notDigits'],
    ['a number too short', '123=103', 'numberTooShort'],
    ['an internal number too short', '9035677876=1', 'internalTooShort'],
    ['an internal number too long', '9035677876=1234567', 'internalTooLong'],
    ['a megabyte of control characters', '\u0000'.repeat(1_000_000), 'notDigits'],
    ['a megabyte of digits', '7'.repeat(1_000_000), 'notDigits'],
  ])('%s: refused by name, and nothing changes', async (_, line, fault) => {
    await write(['9161112233=104'])
    await expect.poll(rules, SOON).toEqual(['9161112233=104'])
    expect(await write([line])).toMatchObject({ result: { refused: [{ at: 1, line: line.slice(0, 80), fault }] } })
    // Writes keep their order: once this one has arrived, so has whatever the bad line might have become.
    await write(['9161112244=105'])
    await expect.poll(rules, SOON).toContain('9161112244=105')
    expect((await rules()).sort()).toEqual(['9161112233=104', '9161112244=105'])
    await write(['9161112244='])
    await expect.poll(rules, SOON).toEqual(['9161112233=104'])
  })
})
