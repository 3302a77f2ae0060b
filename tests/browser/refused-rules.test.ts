import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { useWorld } from '../support/world.ts'

describe('Bad rule lines from a browser', () => {
  const world = useWorld('stand')

  /** By the extension's own wire, since no page of 1C leads to such lines. */
  const write = async (lines: string[]) => {
    const panel = await world().extension.panel()
    const answer = await panel.evaluate((params) => chrome.runtime.sendMessage({ trubka: 'routing.write', params }), {
      commandId: crypto.randomUUID(),
      lines,
    })
    await panel.close()
    return answer
  }
  const file = () => readFile(world().server.roustable(), 'utf8').catch(() => '')

  test.each([
    ['abc=103', 'notDigits'],
    ['123=103', 'numberTooShort'],
    ['9035677876=1', 'internalTooShort'],
    ['9035677876=1234567', 'internalTooLong'],
    ['\u0000'.repeat(1_000_000), 'notDigits'],
    ['7'.repeat(1_000_000), 'notDigits'],
  ])('%.20s is refused by name', async (line, fault) => {
    const answer = await write([line])
    expect(answer).toMatchObject({ result: { refused: [{ at: 1, line: line.slice(0, 80), fault }] } })
    expect(await file()).toBe('')
    expect(await (await fetch(`${world().server.http}/health`)).json()).toMatchObject({ pbx: 'up' })
  })
})
