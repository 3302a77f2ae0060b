import { afterEach, describe, expect, test } from 'vitest'
import { takeFaults } from '../../support/faults.ts'
import { answerByPhone, answeredIn1C, closeWizards, managerIs } from '../../support/wizard.ts'
import { useWorld } from '../../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }
const PETROVA = '79265550129'

describe('The wizard beside a page of 1C', () => {
  const world = useWorld('stand', { wizard: true, viewport: { width: 1280, height: 1000 } })
  afterEach(() => closeWizards(world()))

  const answered = (from: string) => answeredIn1C(world(), from)

  test('the card of the call asks before it hangs up, too; ОТМЕНА goes back to the form', async () => {
    const page = await answered(PETROVA)
    const overlay = world().extension.overlay(page)
    await overlay.click('button', /^Завершить$/)
    await overlay.click('button', /^ОТМЕНА$/)
    await overlay.find('button', /^Принять обращение$/)
    expect(await world().lab.conversations()).toEqual([['101', PETROVA]])
  })

  test('what has come just now takes no press until it can be seen: a hand may have been about to press what was there', async () => {
    const { extension, stand } = world()
    const page = await world().onec()
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Animation.enable')
    // The moment lasts.
    await cdp.send('Animation.setPlaybackRate', { playbackRate: 0 })
    await answerByPhone(world(), PETROVA)
    const overlay = extension.overlay(page)
    await overlay.find('radio', /Кассовое оборудование/)
    for (const [role, name] of [
      ['radio', /Кассовое оборудование/],
      ['button', /^Перевод звонка$/],
      ['button', /^Положить трубку$/],
    ] as const)
      await expect(overlay.click(role, name, { withinMs: 0 })).rejects.toThrow(/covered/)
    await cdp.send('Animation.setPlaybackRate', { playbackRate: 1 })
    await overlay.click('radio', /Кассовое оборудование/)
    await managerIs(world(), page, stand.base.employeeWithNumber('103').name)
  })

  test('the knowledge base: what fits the Interest first, then what one types; an article is opened in the same page of 1C', async () => {
    const { extension, stand } = world()
    const { articles, services } = stand.base.crm
    const page = await answered(PETROVA)
    const overlay = extension.overlay(page)
    await overlay.click('radio', /Обновление программы/)
    await overlay.scrollTo('DisclosureTriangle', /^База знаний$/)
    await overlay.click('DisclosureTriangle', /^База знаний$/)
    const found = async () => (await overlay.findAll('button', /^Открыть в 1С: /)).map(({ name }) => name.slice(14))
    // Of that Interest's «Тип услуги».
    const service = services.find(({ name }) => name === 'Сопровождение 1С')?.ref
    const first = articles.find((article) => article.service === service)
    await expect.poll(async () => (await found())[0], SOON).toBe(first?.name)
    await overlay.click('textbox', /^Поиск в базе знаний$/)
    await page.keyboard.type('гаранти')
    const wanted = articles.filter(({ name }) => name.includes('Гарант'))
    await expect.poll(found, SOON).toEqual(wanted.map(({ name }) => name))
    const [article] = wanted
    await overlay.scrollTo('button', /^Открыть в 1С: /)
    await overlay.click('button', /^Открыть в 1С: /)
    await expect.poll(() => page.title(), SOON).toContain(article?.name)
    expect(await page.locator('.page:not([style*="none"]) [id$="_Текст_i0"]').inputValue()).toBe(article?.text)
    expect(page.context().pages()).toHaveLength(2)
  })

  test('the sheet and the call’s popup never cover each other', async () => {
    const page = await answered(PETROVA)
    for (const width of [1280, 1000, 700, 480]) {
      await page.setViewportSize({ width, height: 900 })
      await expect
        .poll(async () => {
          const popup = (await world().extension.overlay(page).find('dialog')).box
          const sheet = (
            await world()
              .extension.overlay(page)
              .find('region', /Мастер/)
          ).box
          if (!popup || !sheet) return 'not shown'
          const aside = popup.x + popup.width <= sheet.x
          return aside || popup.y + popup.height <= sheet.y ? 'apart' : `over each other at ${width}`
        }, SOON)
        .toBe('apart')
    }
    // The window was made another by the test, not by us.
    expect(new Set(await takeFaults(world().stand))).toEqual(new Set(['resize']))
  })
})
