import { expect, test } from 'vitest'
import { numbersAt, phonePlaces, scanPage } from '../../../src/content/onec/scan.ts'
import { openPage } from '../../support/onec-page.ts'

const NUMBER = '+7 (903) 567-78-76'
const title = (name: string, caption: string) => `<div id="form2_${name}#title_text">${caption}</div>`
const input = (name: string, as = 'input class="editInput"') =>
  `<label id="form2_${name}" class="field"><${as} id="form2_${name}_i0" data-fx-value="${NUMBER}"></label>`

/** Whether the one number of such a form is found. */
function found(html: string): boolean {
  const doc = openPage(`<html><body><div id="pages_container"><div id="page1"><div id="form2_container">${html}
    </div></div></div></body></html>`)
  return phonePlaces(scanPage(doc)).some((place) => numbersAt(place).some(({ digits }) => digits === '79035677876'))
}

test.each([
  ['an input without the usual class', title('Поле', 'Телефон') + input('Поле', 'input')],
  ['a field of several lines without the usual class', title('Поле', 'Телефон') + input('Поле', 'textarea')],
  [
    'a label that is only a link',
    `${title('Поле', 'Телефон')}<a class="staticTextHyper" id="form2_Поле">${NUMBER}</a>`,
  ],
  [
    'a label that is a link inside a label',
    `${title('Поле', 'Телефон')}<div class="staticText" id="form2_Поле"><a class="staticTextHyper" id="form2_Поле#text">${NUMBER}</a></div>`,
  ],
  ['an untitled field with a phone in its name', input('КонтактТелефон')],
  [
    'an untitled label with phones in its name',
    `<div class="staticText" id="form2_ПеревозчикТелефоны">${NUMBER}</div>`,
  ],
  [
    'a field known by its name under an English caption',
    title('АбонентКакСвязаться', 'How to contact') + input('АбонентКакСвязаться'),
  ],
  [
    'a field known by its name under another',
    title('АбонентКакСвязаться', 'Contact via:') + input('АбонентКакСвязаться'),
  ],
])('%s shows its phone', (_what, html) => {
  expect(found(html)).toBe(true)
})

test.each([
  ['a field of another caption', title('Поле', 'How to contact') + input('Поле')],
  ['a field whose caption says something else than its name', title('Телефон', 'ИНН') + input('Телефон')],
  ['an untitled field about the model of a phone', input('МодельТелефона')],
  ['an untitled field with no phone in its name', input('Наименование')],
  ['what is no field of 1C’s', `${title('Поле', 'Телефон')}<input id="form2_Поле_search" value="${NUMBER}">`],
])('%s shows none', (_what, html) => {
  expect(found(html)).toBe(false)
})
