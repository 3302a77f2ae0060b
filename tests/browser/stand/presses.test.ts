import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../../../stand/browser/extension.ts'
import { Overlay } from '../../../stand/browser/overlay.ts'

// What the tests of the overlay press with must be surer than they are.

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium() ?? '', chromiumSandbox: false })
})
afterEach(() => page.close())
afterAll(() => browser?.close())

/** Two radios in a closed root, below `room`; and `script`. */
async function opened(script: string): Promise<Overlay> {
  page = await browser.newPage()
  await page.setContent('<div id="host"></div><p id="chosen"></p>')
  await page.evaluate(`{
    const root = document.querySelector('#host').attachShadow({ mode: 'closed' })
    const radio = (name) => '<label><input type="radio" name="a">' + name + '</label><br>'
    root.innerHTML = '<div id="room"></div>' + radio('First') + radio('Second')
    for (const label of root.querySelectorAll('label'))
      label.control.addEventListener('click', () => { document.querySelector('#chosen').textContent += label.textContent })
    const room = root.querySelector('#room')
    ${script}
  }`)
  return new Overlay(page)
}
const chosen = () => page.locator('#chosen').textContent()

test('what moves is pressed where it comes to rest', async () => {
  const overlay = await opened(`
    let height = 0
    const push = () => {
      room.style.height = height + 'px'
      if (height++ < 40) requestAnimationFrame(push)
    }
    push()`)
  await overlay.click('radio', /Second/)
  expect(await chosen()).toBe('Second')
})

test('what is pushed aside between the look at it and the press is pressed at its new place, and its neighbour never', async () => {
  const overlay = await opened(`
    const aside = root.querySelector('br').getBoundingClientRect().bottom - root.host.getBoundingClientRect().top
    document.addEventListener('mousemove', () => { room.style.height = aside + 'px' }, { once: true })`)
  await overlay.click('radio', /Second/)
  expect(await chosen()).toBe('Second')
})

test('what is covered is said to be, and is pressed once it is bare', async () => {
  const overlay = await opened(`
    document.body.insertAdjacentHTML('beforeend', '<div id="cover" style="position: fixed; inset: 0"></div>')`)
  await expect(overlay.click('radio', /Second/, { withinMs: 0 })).rejects.toThrow(/covered by <div id="cover"/)
  await page.evaluate(() => void setTimeout(() => document.querySelector('#cover')?.remove(), 200))
  await overlay.click('radio', /Second/)
  expect(await chosen()).toBe('Second')
})

test('what lies below the page’s edge is scrolled to', async () => {
  const overlay = await opened(`room.style.height = '3000px'`)
  await overlay.click('radio', /Second/)
  expect(await chosen()).toBe('Second')
})
