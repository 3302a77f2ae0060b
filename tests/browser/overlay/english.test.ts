import { describe, test } from 'vitest'
import { useWorld } from '../../support/world.ts'

describe('An English browser', () => {
  const world = useWorld('stand', { locale: 'en' })

  const english = async () => {
    const page = await world().extension.open(`${world().stand.webClientEnglishUrl}?pace=fast`)
    await page.waitForSelector('html[data-stand-ready]')
    return page
  }

  test('shows who calls in English', async () => {
    const page = await english()
    await world().lab.incoming({ from: '79265550129' })
    const overlay = world().extension.overlay(page)
    await overlay.text(/^Incoming call$/)
    await overlay.text(/^Responsible: /)
    await overlay.find('button', /^Decline$/)
    await overlay.find('button', /^Close$/)
    await overlay.click('button', /^Answer$/)
    await overlay.text(/^Talking 0:0\d$/)
    await overlay.find('button', /^End$/)
  })

  test('dials from a card of an English 1C, and says what becomes of it', async () => {
    const page = await english()
    await world().card(page)
    const overlay = world().extension.overlay(page)
    await overlay.find('button', /^Call \+7 499 555-01-23 \(dial ext\. 123 yourself\)$/)
    await overlay.click('button', /^Call \+7 903 567-78-76$/)
    const client = await world().lab.city.ringing()
    await overlay.find('button', /^Call \+7 903 567-78-76: Calling the client…$/)
    await client.reject()
    await overlay.find('button', /: Busy$/)
  })

  test('says in English why a colleague cannot be chosen', async () => {
    const page = await english()
    const form = await world().card(page, 'ООО «Василёк»')
    await world().extension.overlay(page).find('button', /^Call/)
    await page.locator(`#form${form}_ПользовательДляПереключенияЗвонков_i0`).click()
    const [nobody] = world().stand.base.employees.filter(({ internal, contacts }) => {
      return internal === '' && !contacts.some(({ text }) => /^\d{3}$/.test(text))
    })
    await page.keyboard.type((nobody?.name ?? '').slice(0, -1))
    await page.locator('#editDropDown .eddText').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await world()
      .extension.overlay(page)
      .text(/has no extension number\. Choose somebody else\./)
  })

  test('lets a field be pointed at, and says what is seen, from the panel', async () => {
    const page = await english()
    await world().card(page)
    const overlay = world().extension.overlay(page)
    await overlay.find('button', /^Call /)
    const panel = await world().extension.panel()
    const opened = world().extension.context.waitForEvent('page')
    await panel.getByRole('button', { name: 'What is seen on this page?' }).click()
    await (await opened).locator('.report tr', { hasText: 'ИНН' }).first().getByText('Not a phone').waitFor()
    await (await opened).close()
    await panel.getByRole('button', { name: 'Point out a field…' }).click()
    await page.bringToFront()
    await overlay.find('dialog', /^Point out a field$/)
    await page.keyboard.press('Escape')
    await overlay.gone('dialog', /^Point out a field$/)
  })
})
