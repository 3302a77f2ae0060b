import { describe, expect, test } from 'vitest'
import {
  activeForm,
  captionOf,
  formOfKeys,
  headerBottom,
  isClient,
  isDirty,
  isNewObject,
  rootOf,
  shownRoots,
} from '../../../src/content/onec/pages.ts'
import { numbersAt, phonePlaces, scanPage } from '../../../src/content/onec/scan.ts'
import { openFixture, openPage } from '../../support/onec-page.ts'

const field = (form: number, name: string, caption: string) =>
  `<div id="form${form}_${name}#title_text"><label class="ellipsis" for="form${form}_${name}_i0">${caption}</label></div>
   <label id="form${form}_${name}" class="field"><input id="form${form}_${name}_i0" class="editInput"></label>`

const TWO = `<html><body><div id="captionbar"></div><div id="pages_container">
  <div id="page1" style="display:none"><div class="toplineBox" data-title="Клиент А"></div>
    <div id="form3_container">${field(3, 'Телефон', 'Телефон:')}</div></div>
  <div id="page2"><div id="VW_page2headerTopLine_title" title="Клиент Б (Клиент) *"></div>
    <div id="form4_container">${field(4, 'Телефон', 'Телефон:')}</div></div>
  <div id="modalSurface" style="display:none"></div><div id="modalSurface"></div>
  <div id="VW_page2ps0win"><div id="VW_page2ps0headerTopLine_title" title="Контакт (создание)"></div>
    <div id="form5_container">${field(5, 'Телефон', 'Телефон')}</div></div>
</div></body></html>`

const setValue = (doc: Document, id: string, value: string) => {
  ;(doc.getElementById(id) as HTMLInputElement).value = value
}

describe('pages and windows', () => {
  const doc = openPage(TWO)
  for (const form of [3, 4, 5]) setValue(doc, `form${form}_Телефон_i0`, `8 903 567-78-7${form}`)

  test('a page of another tab is not looked into, two cards of one type are not mixed up', () => {
    const found = phonePlaces(scanPage(doc)).map((place) => [place.form, numbersAt(place)[0]?.digits])
    expect(found).toEqual([
      [4, '79035677874'],
      [5, '79035677875'],
    ])
  })

  test('the floating window is the uppermost, and has its own caption', () => {
    expect(shownRoots(doc).at(-1)?.id).toBe('VW_page2ps0win')
    expect(activeForm(doc)).toBe(5)
    expect(shownRoots(doc).map(captionOf)).toContain('Контакт (создание)')
    const page = rootOf(doc.getElementById('form4_Телефон_i0') as Element)
    expect(page && captionOf(page)).toBe('Клиент Б (Клиент) *')
  })

  test.each([
    ['a window that neither dims the rest nor asks anything', '', 4],
    ['a surface of a window gone by', '<div id="modalSurface" style="display:none"></div>', 4],
    [
      'a window that dims the rest',
      '<div id="modalSurface" style="display:none"></div><div id="modalSurface"></div>',
      5,
    ],
    ['a question', '<div id="ps1win"><div id="form9_Message">Сохранить?</div></div>', 9],
  ])('keys typed into a card below %s are heard where they should be', (_what, html, form) => {
    const typed = openPage(TWO.replace(/<div id="modalSurface".*<\/div>/u, html))
    typed.getElementById('form4_Телефон_i0')?.focus()
    expect(formOfKeys(typed)).toBe(form)
    typed.getElementById('form5_Телефон_i0')?.focus()
    expect(formOfKeys(typed)).toBe(html.includes('Message') ? 9 : 5)
  })

  test('of several windows the one with the highest number is the uppermost, wherever it lies in the document', () => {
    const windows =
      openPage(`<html><body><div id="modalSurface" style="display:none"></div><div id="modalSurface"></div>
      <div id="ps10win" class="cloud"><div id="form9_container">${field(9, 'Телефон', 'Телефон')}</div></div>
      <div id="ps10headerTopLine_title" title="Контакт (создание) *"></div>
      <div id="pages_container"><div id="page2"><div id="VW_page2headerTopLine_title" title="Клиент Б (Клиент) *"></div>
        <div id="form4_container">${field(4, 'Телефон', 'Телефон:')}</div>
        <div id="VW_page2ps9win" class="cloud"><div id="VW_page2ps9headerTopLine_title" title="Договор"></div>
          <div id="form7_container">${field(7, 'Телефон', 'Телефон')}</div></div>
        <div id="VW_page2ps8win" style="display:none"><div id="form6_container">${field(6, 'Телефон', 'Телефон')}</div></div>
      </div></div></body></html>`)
    for (const form of [4, 6, 7, 9]) setValue(windows, `form${form}_Телефон_i0`, `8 903 567-78-7${form}`)
    expect(shownRoots(windows).map(({ id }) => id)).toEqual(['page2', 'VW_page2ps9win', 'ps10win'])
    expect(shownRoots(windows).map(captionOf)).toEqual(['Клиент Б (Клиент) *', 'Договор', 'Контакт (создание) *'])
    expect(activeForm(windows)).toBe(9)
    expect(phonePlaces(scanPage(windows)).map(({ form }) => form)).toEqual(expect.arrayContaining([4, 7, 9]))
  })

  test('an older base has its caption as text', () => {
    const old = openPage(
      '<html><body><div id="pages_container"><div id="page7"><div id="VW_page7caption">Клиент (create)</div></div></div></body></html>',
    )
    expect(shownRoots(old).map(captionOf)).toEqual(['Клиент (create)'])
    expect(isNewObject('Клиент (create)')).toBe(true)
  })

  test('captions tell of unsaved changes', () => {
    expect([isDirty('А (Клиент) *'), isDirty('А * Б (Клиент)'), isNewObject('Клиент (создание) *')]).toEqual([
      true,
      false,
      true,
    ])
  })

  test('any other site is left alone', () => {
    expect(isClient(openPage('<html><body><form id="form1"><input></form></body></html>'))).toBe(false)
    expect(isClient(openFixture('client-card.html'))).toBe(true)
  })
})

test('the header ends below the caption line of the shown page, where the form’s own cross stands', () => {
  const doc = openPage(`<html><body><div id="captionbar"></div><div id="pages_container">
    <div id="page1" style="display:none"><div class="toplineBox" id="hidden"></div></div>
    <div id="page2"><div class="toplineBox" id="line"></div><div id="VW_page2ps0win"><div class="toplineBox" id="window"></div></div></div>
  </div></body></html>`)
  const put = (id: string, top: number, bottom: number) => {
    const box = { left: 0, right: 900, width: 900, top, bottom, height: bottom - top } as DOMRect
    Object.assign(doc.getElementById(id) as Element, { getBoundingClientRect: () => box })
  }
  put('captionbar', 0, 37)
  put('hidden', 63, 150)
  put('window', 120, 154)
  expect(headerBottom(doc)).toBe(37)
  put('line', 63, 97)
  expect(headerBottom(doc)).toBe(97)
})

describe('the meaning of a phone field', () => {
  test('is also told by «Позвонить» beside it, whatever its caption', () => {
    const doc = openPage(`<html><body><div id="pages_container"><div id="page1"><div id="form2_container">
      ${field(2, 'КонтактнаяИнформацияПолеabc1', 'Приёмная')}
      <div class="framePress" title="Позвонить по телефону"><a id="form2_КомандаКонтактнаяИнформацияПолеabc1" class="press"></a></div>
      ${field(2, 'КонтактнаяИнформацияПолеabd1', 'Прочее')}
    </div></div></div></body></html>`)
    setValue(doc, 'form2_КонтактнаяИнформацияПолеabc1_i0', '8 903 567-78-76')
    setValue(doc, 'form2_КонтактнаяИнформацияПолеabd1_i0', '8 903 567-78-77')
    expect(phonePlaces(scanPage(doc)).map((place) => numbersAt(place)[0]?.digits)).toEqual(['79035677876'])
  })

  test('has nothing to do with the parts of the dialog «Ввод телефона»', () => {
    const doc = openPage(`<html><body><div id="pages_container"><div id="page1"><div id="form2_container">
      ${field(2, 'КодГорода', 'Код')}${field(2, 'НомерТелефона', 'Телефон')}</div></div></div></body></html>`)
    setValue(doc, 'form2_НомерТелефона_i0', '567-78-76')
    expect(phonePlaces(scanPage(doc))).toEqual([])
  })

  test('holds for lists in the older markup', () => {
    const doc = openPage(`<html><body><div id="pages_container"><div id="page1"><div class="grid" id="form2_Список">
      <div class="gridHead"><div class="gridLine"><div class="gridBox" colindex="0">ИНН</div><div class="gridBox" colindex="4">Телефон</div></div></div>
      <div class="gridContent"><div class="gridRow"><div class="gridCell" colindex="0">9035677870</div><div class="gridCell" colindex="4">8 903 567-78-76</div></div></div>
    </div></div></div></body></html>`)
    expect(phonePlaces(scanPage(doc)).map((place) => numbersAt(place).map(({ digits }) => digits))).toEqual([
      ['79035677876'],
    ])
  })

  test('is read from the cell as it is now, when 1C has refilled the row', () => {
    const doc = openFixture('client-list-preview.html')
    const cell = phonePlaces(scanPage(doc)).find((place) => place.kind === 'cell')
    const text = cell?.element.querySelector('.gridBoxText')
    if (text) text.textContent = '8 912 000-00-01'
    expect(cell && numbersAt(cell).map(({ digits }) => digits)).toEqual(['79120000001'])
  })
})
