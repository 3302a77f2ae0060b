import { expect, test } from 'vitest'
import { htmlPlaces } from '../../../src/content/onec/html-fields.ts'
import { numbersAt } from '../../../src/content/onec/scan.ts'
import { openPage } from '../../support/onec-page.ts'

/** A page with a field of HTML, its text written into the frame as 1C does. */
function pageWith(html: string): { doc: Document; frame: HTMLIFrameElement } {
  const doc = openPage(`<html><body><div id="pages_container"><div id="page2"><div id="form2_container">
    <div id="form2_ИсторияHTML"><iframe></iframe></div></div></div></div></body></html>`)
  const frame = doc.querySelector('iframe') as HTMLIFrameElement
  // happy-dom opens no frames; those of a real browser are in tests/browser/onec.
  Object.defineProperty(frame, 'contentDocument', { value: doc.implementation.createHTMLDocument('') })
  write(frame, html)
  return { doc, frame }
}
const write = (frame: HTMLIFrameElement, html: string) => {
  const inner = frame.contentDocument
  if (!inner) throw new Error('no document in the frame')
  inner.body.innerHTML = html
}
const found = (doc: Document) =>
  htmlPlaces(doc.getElementById('page2') as Element).map((place) => [
    place.form,
    ...numbersAt(place).map(({ digits }) => digits),
  ])

test('phones in a field of HTML are found by their form alone', () => {
  const { doc } =
    pageWith(`<p>12.03.2024 звонил с <b>8 (916) 555-01-27</b>, ИНН 9035677870</p><p>Код 4951234567, сумма 1 250 000,00</p>
    <p>Телефоны: +7 903 567-78-76, +7 903 567-78-77</p>`)
  expect(found(doc)).toEqual([
    [2, '79165550127'],
    [2, '79035677876', '79035677877'],
  ])
})

test('what stands there now is read', () => {
  const { doc, frame } = pageWith('<p>8 (916) 555-01-27</p>')
  const [place] = htmlPlaces(doc.getElementById('page2') as Element)
  const text = frame.contentDocument?.querySelector('p')
  if (!place || !text) throw new Error('nothing found')
  text.textContent = '8 (916) 555-01-28'
  expect(numbersAt(place).map(({ digits }) => digits)).toEqual(['79165550128'])
})

test('a field on a hidden page is not looked into', () => {
  const { doc } = pageWith('<p>8 (916) 555-01-27</p>')
  ;(doc.getElementById('form2_ИсторияHTML') as HTMLElement).style.display = 'none'
  expect(found(doc)).toEqual([])
})
