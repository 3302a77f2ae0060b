import { describe, expect, test } from 'vitest'
import { inExtensionWorld } from '../../support/extension-world.ts'
import { useWorld } from '../../support/world.ts'
import { misplacedIn, type Picture, recordNextRows, untilQuiet, wantedIn } from './row-frames.ts'

const DIAL = /^Позвонить /
const MOVES = 5

describe('Buttons in a list whose rows 1C writes anew', () => {
  const world = useWorld('stand', { viewport: { width: 1400, height: 950 } })

  test.each(['reuse', 'replace', 'rotate', 'legacy'])(
    'rows=%s: stand where they belong one frame after the rows, at the latest',
    async (rows) => {
      const page = await world().onec(`rows=${rows}`)
      await page.evaluate(() => window.__stand.openList())
      await world().extension.overlay(page).find('button', DIAL)
      await page.mouse.move(600, 300)
      const run = (script: string) => inExtensionWorld(page, world().extension.id, script)
      let before = ''
      for (let move = 0; move < MOVES; move++) {
        await run(`(${String(untilQuiet)})()`)
        await run(`(${String(recordNextRows)})()`)
        await page.mouse.wheel(0, 100)
        const picture = (await run('recordedRows()')) as Picture
        const wanted = wantedIn(picture)
        expect(wanted.length).toBeGreaterThan(15)
        const numbers = wanted.map((spot) => spot.numbers).join(' ')
        expect(numbers).not.toBe(before)
        before = numbers
        expect(misplacedIn(picture)).toEqual({ missing: [], astray: [] })
      }
    },
  )
})
