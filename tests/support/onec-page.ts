import { readFileSync } from 'node:fs'
import { Window } from 'happy-dom'

/** A page of the web client in happy-dom, from tests/fixtures/onec, with values in the property as 1C has them. */
export function openFixture(file: string): Document {
  return openPage(readFileSync(`tests/fixtures/onec/${file}`, 'utf8'))
}

export function openPage(html: string): Document {
  const window = new Window({ url: 'https://1c.example/base/ru/' })
  const doc = window.document as unknown as Document
  const source = html.replace(/<script>[\s\S]*?<\/script>/gu, '')
  doc.documentElement.innerHTML = source.replace(/^[\s\S]*?<html[^>]*>/u, '').replace(/<\/html>\s*$/u, '')
  for (const element of doc.querySelectorAll<HTMLInputElement>('[data-fx-value]')) {
    const value = element.getAttribute('data-fx-value') ?? ''
    element.removeAttribute('data-fx-value')
    element.value = value
  }
  return doc
}
