import { readdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { takeFaults } from '../../support/faults.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }
const ONE = /^Позвонить \+7 903 567-78-76$/

describe('A page that means harm', () => {
  const world = useWorld('stand')

  const card = async () => {
    const page = await world().onec()
    await world().card(page)
    const overlay = world().extension.overlay(page)
    const box = await overlay.place('button', ONE)
    return { page, overlay, at: { x: box.x + 8, y: box.y + 8 } }
  }
  /** By a person, and the only one: had anything else dialled, there would be two. */
  const expectOnlyThePersonDials = async (page: Page) => {
    await world().extension.overlay(page).click('button', ONE)
    const client = await world().lab.city.ringing()
    await client.answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', '79035677876']])
    expect(world().lab.city.rang).toHaveLength(1)
    expect(world().lab.phone('101').rang).toHaveLength(1)
  }

  test('cannot press a button by events of its own', async () => {
    const { page, at } = await card()
    await page.evaluate(({ x, y }) => {
      const host = document.querySelector<HTMLElement>('trubka-overlay')
      const target = document.elementFromPoint(x, y)
      for (const element of [host, target]) {
        if (!(element instanceof HTMLElement) || element.localName !== 'trubka-overlay') throw new Error('no host')
        const init = {
          bubbles: true,
          composed: true,
          cancelable: true,
          clientX: x,
          clientY: y,
          view: window,
          detail: 1,
        }
        for (const type of ['pointerover', 'pointerdown', 'pointerup'])
          element.dispatchEvent(new PointerEvent(type, init))
        for (const type of ['mouseover', 'mousedown', 'mouseup', 'click', 'dblclick'])
          element.dispatchEvent(new MouseEvent(type, init))
        for (const key of ['Enter', ' '])
          element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }))
        element.focus()
        element.click()
      }
    }, at)
    await expectOnlyThePersonDials(page)
  })

  test('cannot answer or hang up either', async () => {
    const { page, overlay } = await card()
    const caller = await world().lab.incoming({ from: '79265550129' })
    const box = await overlay.place('button', /^Ответить$/)
    await page.evaluate(
      ({ x, y }) => {
        const target = document.elementFromPoint(x, y)
        if (target instanceof HTMLElement) target.click()
        for (const type of ['mousedown', 'mouseup', 'click'])
          target?.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: x, clientY: y }))
      },
      { x: box.x + 20, y: box.y + 20 },
    )
    await overlay.click('button', /^Закрыть$/)
    await expectOnlyStillRinging(caller)
  })
  const expectOnlyStillRinging = async (caller: { state: string }) => {
    expect(caller.state).toBe('ringing')
    expect(await world().lab.conversations()).toEqual([])
  }

  test('finds one element and nothing in it: no root, no text, no style', async () => {
    const { page, overlay, at } = await card()
    await page.evaluate(() => {
      const seen: string[] = []
      Object.assign(window, { seen })
      for (const type of ['pointerdown', 'mousedown', 'click', 'focusin'])
        window.addEventListener(
          type,
          (event) => {
            for (const each of event.composedPath()) if (each instanceof Element) seen.push(each.localName)
          },
          true,
        )
    })
    await overlay.click('button', ONE)
    await world().lab.city.ringing()
    const found = await page.evaluate(({ x, y }) => {
      const host = document.querySelector<HTMLElement>('trubka-overlay')
      return {
        hosts: document.querySelectorAll('trubka-overlay').length,
        root: host?.shadowRoot,
        inner: host?.innerHTML,
        text: host?.innerText,
        under: document.elementsFromPoint(x, y).map((each) => each.localName)[0],
        sheets: document.adoptedStyleSheets.length,
        names: [...document.querySelectorAll('*')].filter((each) => each.localName.startsWith('trubka')).length,
        globals: Object.keys(window).filter((name) => /trubka/i.test(name)),
        seen: 'seen' in window ? window.seen : null,
      }
    }, at)
    expect(found).toMatchObject({
      hosts: 1,
      root: null,
      inner: '',
      text: '',
      under: 'trubka-overlay',
      sheets: 0,
      names: 1,
    })
    expect(found.globals).toEqual([])
    expect(found.seen).not.toContain('button')
  })

  test('hears nothing of what is typed or pasted into the overlay', async () => {
    const { page, overlay } = await card()
    await page.evaluate(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      const types = ['beforeinput', 'input', 'change', 'paste', 'copy', 'cut', 'keydown', 'keypress', 'keyup']
      for (const type of [...types, 'compositionstart', 'compositionupdate', 'compositionend'])
        for (const target of [window, document, document.documentElement])
          target.addEventListener(type, (event) => heard.push(event.type))
    })
    await world().lab.incoming({ from: '79265550129' })
    await (await world().lab.phone('101').ringing()).answer()
    await overlay.click('button', /^Перевести$/)
    await page.keyboard.type('102')
    await overlay.find('option', /102/)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Input.imeSetComposition', { text: 'ив', selectionStart: 2, selectionEnd: 2 })
    await cdp.send('Input.insertText', { text: 'иванов' })
    for (const keys of ['Control+a', 'Control+c', 'Control+x', 'Control+v']) await page.keyboard.press(keys)
    expect(await page.evaluate(() => ('heard' in window ? window.heard : null))).toEqual([])
    // What the test listens with does hear.
    await page.keyboard.press('Escape')
    await page.locator('input:visible').first().click()
    await page.keyboard.press('End')
    expect(await page.evaluate(() => ('heard' in window ? window.heard : null))).toContain('keydown')
  })

  test('cannot listen in by changing what the browser offers to scripts', async () => {
    const page = await world().extension.context.newPage()
    await page.addInitScript(() => {
      const roots: string[] = []
      Object.assign(window, { roots })
      // oxlint-disable-next-line typescript/unbound-method -- it is called on its element, below
      const attach = Element.prototype.attachShadow
      Element.prototype.attachShadow = function (init) {
        roots.push(this.localName)
        return attach.call(this, { ...init, mode: 'open' })
      }
    })
    await page.goto(`${world().stand.webClientUrl}?pace=fast`)
    await page.waitForSelector('html[data-stand-ready]')
    await world().card(page)
    await world().extension.overlay(page).find('button', ONE)
    expect(await page.evaluate(() => ('roots' in window ? window.roots : null))).toEqual([])
    expect(await page.evaluate(() => document.querySelector('trubka-overlay')?.shadowRoot)).toBeNull()
  })

  test('cannot read a single file of the extension, nor speak to it', async () => {
    const { page } = await card()
    const files = (await readdir('dist/chromium', { recursive: true })).filter((file) => /\.\w+$/.test(file))
    expect(files.length).toBeGreaterThan(5)
    const urls = files.map((file) => world().extension.url(file))
    const read = await page.evaluate(
      (all) =>
        Promise.all(
          all.map((url) =>
            fetch(url).then(
              () => url,
              () => null,
            ),
          ),
        ),
      urls,
    )
    expect(read.filter((url) => url !== null)).toEqual([])
    const runtime = await page.evaluate(() => typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime)
    expect(runtime).toBe('undefined')
  })

  test('cannot hide the layer by a style sheet, nor be rid of it', async () => {
    const { page } = await card()
    await page.evaluate(() => {
      const sheet = document.createElement('style')
      sheet.textContent = 'trubka-overlay { display: none !important; opacity: 0 !important; left: -999px !important }'
      document.head.append(sheet)
      document.querySelector('trubka-overlay')?.remove()
    })
    await expectOnlyThePersonDials(page)
    // The style sheet is the page's own doing here.
    expect(await takeFaults(world().stand)).toEqual(['foreign-node'])
  })
})
