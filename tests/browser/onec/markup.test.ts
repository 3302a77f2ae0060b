import { expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'

const world = useWorld('stand')

const at = (left: number, width: number, top = 0) =>
  `style="position:absolute;left:${left}px;width:${width}px;top:${top}px;height:20px;overflow:hidden"`
const box = (text: string, left: number, width: number, top = 0) =>
  `<div class="gridBox" ${at(left, width, top)}><div class="gridBoxText">${text}</div></div>`

/** What the stand does not draw: heads of two storeys without colindex, after the body; an area; a link; no captions. */
const PAGE = `<!doctype html><meta charset="utf-8"><script>window.__stand = { toldFaults: async () => [] }</script>
<div id="captionbar"></div><div id="pages_container"><div id="page1"><div id="form3_container">
  <div class="grid" id="grid_form3_Список" ${at(0, 600).replace('height:20px', 'height:200px')}>
    <div class="gridBody" ${at(0, 600, 40).replace('height:20px', 'height:160px')}>
      <div class="gridLine" ${at(0, 600)}>
        ${box('9035677860', 0, 150)}${box('8 903 567-78-61', 150, 150)}${box('8 903 567-78-62', 300, 150)}
      </div></div>
    <div class="gridHead"><div class="gridLine">
      ${box('ИНН', 0, 150)}${box('Телефоны', 150, 300)}${box('Рабочий', 150, 150, 20)}${box('Личный', 300, 150, 20)}
    </div></div></div>
  <div id="form3_Прочее#title_text" ${at(0, 100, 240)}>Telephone number:</div>
  <label id="form3_Прочее" class="field"><textarea id="form3_Прочее_i0" ${at(100, 300, 240)}>9035677863 9035677864</textarea></label>
  <a class="staticTextHyper" id="form3_ПеревозчикТелефоны" ${at(100, 300, 280)}>8 903 567-78-65</a>
  <div id="form3_АбонентКакСвязаться#title_text" ${at(0, 100, 320)}>How to contact:</div>
  <label id="form3_АбонентКакСвязаться" class="field"><input id="form3_АбонентКакСвязаться_i0" value="8 903 567-78-66" ${at(100, 300, 320)}></label>
</div></div></div>`

test('Markup that other platforms may have: each phone has its button, an ИНН has none', async () => {
  const url = `${world().stand.webClientUrl}?another-platform`
  const { context } = world().extension
  await context.route(url, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
  const page = await world().extension.open(url)
  const overlay = world().extension.overlay(page)
  const names = async () => {
    const buttons = await overlay.findAll('button', /567/)
    return buttons.map(({ name }) => (name.match(/78-\d\d/gu) ?? []).join(' ')).toSorted((a, b) => a.localeCompare(b))
  }
  await expect.poll(names, { timeout: 30_000 }).toEqual(['78-61', '78-62', '78-63 78-64', '78-65', '78-66'])
  await context.unroute(url)
})
