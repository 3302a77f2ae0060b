import { expect, test } from 'vitest'
import { numbersIn } from '../../stand/data/phones.ts'
import { onBothPbxs, pbxLinked, useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 20 }

await onBothPbxs('A caller whose name is an attack', (pbx) => {
  const world = useWorld(pbx)

  test.each([
    ['markup', '<img src=x onerror=alert(1)><script>alert(2)</script>'],
    ['control characters', 'Иван\u0007\u001b[31m\u0000 Петров'],
    ['new lines that would be AMI headers', 'Ivan\r\nAction: Command\r\nCommand: core stop now'],
    ['right-to-left marks', '\u202egnp.exe\u2066Иван\u200f'],
    ['10,000 characters', 'Я'.repeat(10_000)],
  ])('%s: harms neither page nor panel nor PBX', async (_, name) => {
    const page = await world().onec()
    const panel = await world().extension.panel()
    const dialogs: string[] = []
    for (const each of [page, panel]) each.on('dialog', (dialog) => void dialogs.push(dialog.message()))

    const caller = await world().lab.incoming({ from: '79161112233', name })
    await world().lab.phone('101').ringing()
    await panel.locator('[data-call]').waitFor()
    expect(await panel.locator('[data-call] img, [data-call] script').count()).toBe(0)
    const shown = await panel.locator('[data-call]').innerText()
    expect(shown.length).toBeLessThan(500)
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    const box = await panel.locator('[data-call]').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(400)

    await page.bringToFront()
    const popup = await world().extension.overlay(page).find('dialog')
    expect(popup.box?.width).toBeLessThanOrEqual(360)
    expect(popup.box?.height).toBeLessThanOrEqual(260)
    await world()
      .extension.overlay(page)
      .click('button', /^Ответить$/)
    await caller.settled()
    await expect.poll(() => world().lab.conversations(), SOON).toEqual([['101', '79161112233']])
    expect(dialogs).toEqual([])
  })

  test('a client whose name in 1C is an attack', async () => {
    const { base } = world().stand
    const { ref } = base.clientNamed('ООО «Северплюс»')
    const [number] = base.client(ref)?.contacts.flatMap(({ text }) => numbersIn(text)) ?? []
    if (number === undefined) throw new Error('the stand’s client has no phone')
    base.writeClient(ref, { name: `<img src=x onerror=alert(1)>\u202e\u0007${'Я'.repeat(10_000)}` })
    await world().server.restart()
    await pbxLinked(world())
    const panel = await world().extension.panel()
    const dialogs: string[] = []
    panel.on('dialog', (dialog) => void dialogs.push(dialog.message()))
    await world().lab.incoming({ from: `7${number}` })
    await world().lab.phone('101').ringing()
    const card = panel.locator('[data-call]')
    await card.getByText('<img src=x').first().waitFor()
    expect(await card.locator('img').count()).toBe(0)
    const shown = await card.innerText()
    expect(shown.length).toBeLessThan(800)
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    expect((await card.boundingBox())?.width).toBeLessThanOrEqual(400)
    expect(dialogs).toEqual([])
  })
})
