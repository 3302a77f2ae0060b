import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Where texts for people stand, in both languages; elsewhere Russian is data or a quotation in a comment. */
const WORDS = /(?:^|[\\/])words(?:[\\/]|\.ts$)|-words\.ts$/
const CYRILLIC = /[А-Яа-яЁё]/u

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !WORDS.test(name))
  .map((name) => name.replaceAll('\\', '/'))
  .sort()

/** The program without its comments. */
function code(file: string): string {
  const text = readFileSync(join('src', file), 'utf8')
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1')
}

/** What is Russian because 1C is: it is read and written, not said to anybody here. */
const DATA = [
  // Captions and elements of 1C's forms, in whichever language.
  /^content\/(?:onec|teach)\//,
  // Words within numbers.
  /^phone\//,
  // Names of sets and properties, and texts that 1C's own users read there.
  /^server\/customers\/odata\//,
  /^server\/config\/schema\.ts$/,
  // Columns of files.
  /^server\/address-books\//,
  // Two letters that names are compared without.
  /^server\/people\/directory\.ts$/,
]
/** The product is called so in every language. */
const NAME = /Трубка/g

describe('words', () => {
  test('are Russian nowhere but in the files of words', () => {
    const found = sources.filter(
      (file) => !DATA.some((kind) => kind.test(file)) && CYRILLIC.test(code(file).replace(NAME, '')),
    )
    expect(found).toEqual([])
  })
})

describe('what the browser itself shows', () => {
  const messages = (language: string): Record<string, { message: string }> =>
    JSON.parse(readFileSync(`_locales/${language}/messages.json`, 'utf8'))

  test('is there in both languages, word for word', () => {
    const [ru, en] = [messages('ru'), messages('en')]
    expect(Object.keys(en).sort()).toEqual(Object.keys(ru).sort())
    for (const { message } of [...Object.values(ru), ...Object.values(en)]) expect(message.trim()).not.toBe('')
  })

  test('is all that the manifest asks for', () => {
    const asked = [...readFileSync('manifest.json', 'utf8').matchAll(/__MSG_(\w+)__/g)].map(([, name = '']) => name)
    expect(new Set(Object.keys(messages('ru')))).toEqual(new Set(asked))
  })
})
