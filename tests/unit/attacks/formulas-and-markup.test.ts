import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvOf } from '../../../src/protocol/csv.ts'
import { bookText } from '../../../src/server/address-books/write-file.ts'
import { TEL_PAGE } from '../../../src/server/gateway/tel/tel-page.ts'
import { openBorder } from '../../support/border.ts'

const FORMULAS = ['=', '+', '-', '@', '\t=', '\r=', ' =', '|', '%', '\uff1d', '\u00a0=']
const formula = fc
  .tuple(fc.constantFrom(...FORMULAS), fc.constantFrom("cmd|'/c calc'!A1", 'HYPERLINK("http://evil")', '1+1', '";"=1'))
  .map((parts) => parts.join(''))

/** As spreadsheets read it: cells of rows. */
function cellsOf(csv: string): string[] {
  const cells: string[] = []
  const text = csv.replace(/^\uFEFF/, '')
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') cell += text[++at]
      else quoted = false
    } else if (character === '"' && cell === '') quoted = true
    else if (character === ';' || character === '\n') {
      cells.push(cell.replace(/\r$/, ''))
      cell = ''
    } else cell += character
  }
  return cells
}

describe('a table for a spreadsheet', () => {
  test('begins no cell as a formula, and has as many cells as it was given', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(formula, fc.string()), { minLength: 1, maxLength: 5 }), (row) => {
        const cells = cellsOf(csvOf([row]))
        expect(cells).toHaveLength(row.length)
        for (const cell of cells) expect(cell).not.toMatch(/^[\s\u00a0]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]/u)
      }),
    )
  })

  test('nor does an address book, in any of its fields', async () => {
    await fc.assert(
      fc.asyncProperty(formula, async (text) => {
        const contact = {
          book: 'own',
          id: '0f0f0f0f-0000-4000-8000-000000000000',
          name: text,
          company: text,
          department: text,
          position: text,
          numbers: [{ number: '79035677876', kind: 'mobile' as const }],
          email: text,
          note: text,
        }
        for (const cell of cellsOf(await bookText([contact], 'csv'))) expect(cell).not.toMatch(/^[\s\u00a0]*[=+\-@|%]/u)
        // A card is lines: none of the text's own.
        const lines = (await bookText([contact], 'vcard')).split(/\r\n|\r|\n/)
        expect(lines.filter((line) => /^(BEGIN|END|TEL)/i.test(line))).toHaveLength(3)
      }),
    )
  })
})

describe('markup', () => {
  test('in a name, a status or a line of a chat comes to others as text, byte for byte, in JSON', async () => {
    const border = await openBorder()
    const hostile = '<img src=x onerror=alert(1)>"\'&\u202e</script>'
    border.people.update([...border.people.all, { id: 'u666', name: hostile, department: hostile, number: '106' }])
    const anna = await border.operator()
    expect(anna.state.colleagues.find(({ id }) => id === 'u666')).toMatchObject({ name: hostile })
    const page = await fetch(`${border.http}/manager/api/${encodeURIComponent(hostile)}`)
    expect(page.headers.get('content-type')).toContain('application/json')
    expect(await page.text()).not.toContain('<img')
    await anna.close()
    await border.close()
  })

  test('in the address of the page for links is not repeated by it', async () => {
    const border = await openBorder()
    const answer = await fetch(`${border.http}/tel?call=${encodeURIComponent('<script>alert(1)</script>')}`)
    expect(await answer.text()).toBe(TEL_PAGE)
    await border.close()
  })
})
