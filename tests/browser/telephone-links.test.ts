import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const CLIENT = '79265550129'

const world = useWorld('stand')

describe('A telephone link of another program', () => {
  let elsewhere: Server
  let foreign: string
  beforeAll(async () => {
    elsewhere = createServer((_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><a id="link" href="tel:+7-926-555-01-29">call</a>')
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, 'localhost', resolve))
    foreign = `http://localhost:${(elsewhere.address() as AddressInfo).port}/`
    await world().extension.grant(serverPage(''))
  })
  afterAll(() => elsewhere?.close())

  const serverPage = (link: string) => {
    const page = new URL('/tel', world().url.replace('ws:', 'http:'))
    if (link !== '') page.searchParams.set('call', link)
    return page.href
  }
  const offer = (page: Page) => page.getByRole('region', { name: 'Позвонить по ссылке?' })
  const rang = () => world().lab.phone('101').rang.length
  const open = async (link: string) => {
    const page = await world().extension.context.newPage()
    // The page gives way to the panel while it loads.
    await page.goto(serverPage(link)).catch(() => {})
    await page.waitForURL(/side\.html/, SOON)
    return page
  }

  test('opens the panel with its number; Enter dials it once one has gone to the button', async () => {
    const page = await open('tel:+7-926-555-01-29')
    await offer(page).getByText('+7 926 555-01-29').waitFor()
    expect(rang()).toBe(0)
    await page.locator('.offer:focus').waitFor()
    await page.keyboard.press('Tab')
    await page.locator('[data-command="offer-dial"]:focus').waitFor()
    await page.keyboard.press('Enter')
    await (await world().lab.city.ringing()).answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', CLIENT]])
    await page.getByText(/Разговор/).waitFor()
    await expect.poll(() => offer(page).count(), SOON).toBe(0)
  })

  test('is not dialled by an Enter that was meant for another program, whenever it comes', async () => {
    const page = await open('tel:+7-926-555-01-29')
    await page.locator('.offer:focus').waitFor()
    for (let presses = 0; presses < 5; presses++) await page.keyboard.press('Enter')
    await page.keyboard.press('Space')
    await offer(page).getByRole('button', { name: 'Не звонить' }).click()
    await expect.poll(() => offer(page).count(), SOON).toBe(0)
    // The next wish of this page has been carried out, and nothing before it.
    await page.locator('[data-field="dial"]').fill('103')
    await page.keyboard.press('Enter')
    await world().lab.phone('103').ringing()
    expect(world().lab.city.rang).toHaveLength(0)
    expect(rang()).toBe(1)
  })

  test('is not offered again when one comes back to it or reloads', async () => {
    const page = await open('tel:103')
    await offer(page).getByText('103').first().waitFor()
    expect(page.url()).not.toContain('103')
    await page.reload()
    await page.getByText('Звонков сейчас нет').waitFor()
    await expect.poll(() => offer(page).count(), SOON).toBe(0)
    await page.goBack().catch(() => {})
    await page.waitForURL(/\/tel$/, SOON)
    expect(rang()).toBe(0)
  })

  test('of a colleague says whose number it is; «Не звонить» calls nobody', async () => {
    const page = await open('sip:103@pbx.local')
    await offer(page).getByText('Иванова Анна Сергеевна').waitFor()
    await page.getByRole('button', { name: 'Не звонить' }).click()
    await expect.poll(() => offer(page).count(), SOON).toBe(0)
    expect(rang()).toBe(0)
  })

  test('without a number says so', async () => {
    const page = await open('sip:ivanov@pbx.local')
    await page.getByText('В ссылке нет номера').waitFor()
    expect(await page.locator('[data-command="offer-dial"]').count()).toBe(0)
  })

  test('that another site opens is only offered, and not at all in a frame', async () => {
    const link = serverPage('tel:+79265550129')
    const web = await world().extension.open(foreign)
    await web.evaluate((address) => location.assign(address), link)
    await offer(web).getByText('+7 926 555-01-29').waitFor()
    await web.goto(foreign)
    await web.evaluate((address) => {
      document.body.innerHTML = `<iframe src="${address}"></iframe>`
    }, link)
    await expect.poll(() => web.frames()[1]?.url(), SOON).toMatch(/^chrome-error:/)
    expect(rang()).toBe(0)
  })

  test('on the like page of anybody else is not taken, not even of a granted site', async () => {
    // The stand's 1C is granted, and has the server's host, but not its port.
    const page = await world().extension.context.newPage()
    await page.route('**/tel?*', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><html data-trubka-tel>not the server',
      }),
    )
    await page.goto(`${world().stand.origin}/tel?call=tel%3A103`)
    // Its script has run, and asked.
    await page.waitForURL(/\/tel$/, SOON)
    const panel = await world().extension.panel()
    await panel.getByText('Звонков сейчас нет').waitFor()
    expect(page.url()).toBe(`${world().stand.origin}/tel`)
    expect(rang()).toBe(0)
    await page.close()
  })
})

describe('A telephone link in a page of 1C', () => {
  const put = (page: Page, html: string) =>
    page.evaluate((inner) => {
      const place = document.createElement('div')
      place.id = 'links'
      Object.assign(place.style, { position: 'fixed', left: '300px', top: '200px', background: '#fff', zIndex: '99' })
      place.innerHTML = inner
      document.body.append(place)
    }, html)
  const talksTo = async (number: string) => {
    await (await world().lab.city.ringing()).answer()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', number]])
  }

  test.each([
    ['callto:', '<a href="callto:+79265550129">x</a>', 'a'],
    ['sip:', '<a href="sip:%2B79265550129@pbx.local;user=phone">x</a>', 'a'],
    ['tel: with an extension', '<a href="tel:+7-926-555-01-29;ext=12"><b>x</b></a>', 'b'],
    [
      'in a drawing',
      '<svg width="40" height="40"><a href="tel:+79265550129"><rect width="40" height="40"/></a></svg>',
      'rect',
    ],
  ])('%s dials', async (_, html, inner) => {
    const page = await world().onec()
    await put(page, html)
    await page.locator(`#links ${inner}`).click()
    await talksTo(CLIENT)
  })

  test('in a shadow root dials', async () => {
    const page = await world().onec()
    await put(page, '<div id="shadow"></div>')
    await page.evaluate(() => {
      const root = document.getElementById('shadow')?.attachShadow({ mode: 'open' })
      if (root) root.innerHTML = '<a href="tel:+79265550129">x</a>'
    })
    await page.locator('#shadow a').click()
    await talksTo(CLIENT)
  })

  test.each([['written by the page', `<iframe srcdoc="&lt;a href='tel:+79265550129'>x&lt;/a>"></iframe>`]])(
    'in a frame %s dials, and the page around it shows the call',
    async (_, html) => {
      const page = await world().onec()
      await put(page, html)
      await page.frameLocator('#links iframe').locator('a').click()
      await talksTo(CLIENT)
      await world()
        .extension.overlay(page)
        .text(/926 555-01-29/)
    },
  )

  test.each([['Control'], ['Shift'], ['Alt']] as const)('with %s is the browser’s', async (key) => {
    const page = await world().onec()
    await put(page, '<a href="tel:+79265550129">x</a>')
    const left = page.evaluate(
      () =>
        new Promise<boolean>((resolve) =>
          addEventListener(
            'click',
            (event) => {
              setTimeout(() => resolve(!event.defaultPrevented))
            },
            { once: true, capture: true },
          ),
        ),
    )
    await page.locator('#links a').click({ modifiers: [key] })
    expect(await left).toBe(true)
    expect(world().lab.phone('101').rang).toHaveLength(0)
  })

  test('that the page itself has dealt with, or that nobody has clicked, dials nothing', async () => {
    const page = await world().onec()
    await put(
      page,
      '<a href="tel:+79265550129" onclick="return false">x</a><a href="tel:+79265550129" id="second">y</a>',
    )
    await page.locator('#links a').first().click()
    await page.evaluate(() =>
      document.getElementById('second')?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
    )
    expect(world().lab.phone('101').rang).toHaveLength(0)
  })
})
