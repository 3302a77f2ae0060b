import { expect, test } from 'vitest'
import { baseAddress, type KeptFields } from '../../../src/protocol/field-map.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld('stand')

const at = (top: number) => `style="position:absolute;left:120px;top:${top}px;width:240px;height:20px"`
const field = (name: string, caption: string, value: string, top: number) =>
  `<div id="form3_${name}#title_text">${caption}</div>
   <label id="form3_${name}" class="field"><input id="form3_${name}_i0" class="editInput" value="${value}" ${at(top)}></label>`

/** A configuration that calls things otherwise. */
const PAGE = `<!doctype html><meta charset="utf-8">
<div id="captionbar"></div><div id="pages_container"><div id="page1"><div id="form3_container">
  ${field('Связь', 'Связь:', '8 (903) 567-78-61', 60)}
  ${field('Склад', 'Телефон склада:', '8 (903) 567-78-62', 100)}
</div></div></div>`

test('A field map says what the captions of a configuration mean, in open pages at once', async () => {
  const url = `${world().stand.webClientUrl}?another-configuration`
  const { extension } = world()
  await extension.context.route(url, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
  const page = await extension.open(url)
  const overlay = extension.overlay(page)
  await overlay.find('button', /903 567-78-62/)
  expect(await overlay.findAll('button', /903 567-78-61/)).toEqual([])

  const settings = await extension.options()
  const keep = (kept: KeptFields) =>
    settings.evaluate(
      (params) =>
        (globalThis as unknown as { chrome: typeof chrome }).chrome.runtime.sendMessage({
          trubka: 'fields.keep',
          params,
        }),
      { base: baseAddress(url), ...kept },
    )
  await keep({
    preset: 'bsp',
    taught: [
      { means: 'phone', caption: 'Связь' },
      { means: 'other', name: 'Склад' },
    ],
  })
  await page.bringToFront()
  await overlay.find('button', /903 567-78-61/)
  await overlay.gone('button', /903 567-78-62/)

  await keep({ preset: 'none', taught: [] })
  await page.bringToFront()
  await overlay.find('button', /903 567-78-62/)
  await overlay.gone('button', /903 567-78-61/)
  await extension.context.unroute(url)
})
