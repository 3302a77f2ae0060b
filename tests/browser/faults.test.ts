import { describe, expect, test } from 'vitest'
import { inExtensionWorld } from '../support/extension-world.ts'
import { takeFaults } from '../support/faults.ts'
import { useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }

describe('What the extension does to 1C from where 1C cannot look is counted, too', () => {
  const world = useWorld('stand')

  /** A card is open; the extension, in its own world, does this to the page. */
  const commit = async (expression: string) => {
    const page = await world().onec()
    await world().card(page)
    await inExtensionWorld(page, world().extension.id, `void ${expression}`)
    const seen: string[] = []
    const kinds = async () => {
      seen.push(...(await takeFaults(world().stand)))
      return seen
    }
    const forget = async () => {
      await page.close()
      await takeFaults(world().stand)
    }
    return { kinds, forget }
  }

  test.each([
    ['write', `(document.querySelector('.editInput[id^=form]').value = '1')`],
    ['foreign-node', `document.querySelector('.field').append('x')`],
    ['attribute', `document.querySelector('.field').classList.add('x')`],
    ['event', `document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))`],
    ['focus', `document.querySelector('.editInput[id^=form]').focus()`],
    ['beforeunload', `addEventListener('beforeunload', () => {})`],
    ['session', `fetch('e1cib/list?seanceId=1', { method: 'POST', body: '{}' })`],
  ])('%s', async (kind, expression) => {
    const { kinds, forget } = await commit(expression)
    await expect.poll(kinds, SOON).toContain(kind)
    await forget()
  })

  test('new-tab: 1C opened in a tab that nobody asked for', async () => {
    const opened = world().extension.context.waitForEvent('page')
    await world()
      .extension.worker()
      .evaluate((url) => void chrome.tabs.create({ url }), world().stand.webClientUrl)
    await (await opened).close()
    // A tab opened so also gets its size late.
    expect(await takeFaults(world().stand)).toContain('new-tab')
  })
})
