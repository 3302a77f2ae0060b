import { expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'

const world = useWorld('stand')

/** A form of 1C's with an HTML field, written into its frame and made anew as 1C does (onec D9). */
const PAGE = `<!doctype html><meta charset="utf-8">
<div id="captionbar"></div><div id="pages_container"><div id="page1"><div id="form3_container">
  <div id="form3_ИсторияHTML" style="position:absolute;left:20px;top:60px;width:500px;height:120px"></div>
</div></div></div><script>
  window.show = (html) => {
    const frame = document.createElement('iframe')
    frame.style.cssText = 'width:500px;height:120px;border:0'
    document.getElementById('form3_ИсторияHTML').replaceChildren(frame)
    const inner = frame.contentDocument
    inner.open(); inner.write(html); inner.close()
  }
  show('<p>12.03.2024 звонил с 8 (903) 567-78-61, ИНН 9035677862</p>')
</script>`

test('Phones in a field of HTML have buttons only where the operator wants it, beside their text', async () => {
  const url = `${world().stand.webClientUrl}?html-field`
  const { extension } = world()
  await extension.context.route(url, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
  const page = await extension.open(url)
  const overlay = extension.overlay(page)
  const settings = await extension.options()
  const box = settings.locator('input[name=htmlFields]')
  await box.waitFor()
  expect(await overlay.findAll('button', /567/)).toEqual([])

  await box.check()
  await page.bringToFront()
  const button = await overlay.find('button', /903 567-78-61/)
  expect(button.box?.x).toBeGreaterThan(60)
  expect(button.box?.x).toBeLessThan(520)
  expect((await overlay.findAll('button', /567/)).length).toBe(1)

  await page.evaluate('show("<p>8 (903) 567-78-63</p>")')
  await overlay.find('button', /903 567-78-63/)
  await overlay.gone('button', /903 567-78-61/)

  await settings.bringToFront()
  await box.uncheck()
  await page.bringToFront()
  await overlay.gone('button', /567/)
  await extension.context.unroute(url)
})
