import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { numbersAt, type Place, phonePlaces, scanPage } from '../../../src/content/onec/scan.ts'
import { lastDigits } from '../../../src/phone/format.ts'
import { openFixture } from '../../support/onec-page.ts'

type Spot = { id?: string; grid?: string; row?: number; column?: string; label?: string; value: string }
type Wanted = Spot & { dial: { number: string; ext?: string }[] }
type Page = {
  fields: Wanted[]
  negative: Spot[]
  routing: { user?: string; field?: string; rules_all_phone_kinds?: string[] } | null
  free_text?: Spot[]
}
const expected = JSON.parse(readFileSync('tests/fixtures/onec/expected.json', 'utf8')) as Record<string, Page>

/** Where the element lies, in the words of expected.json. */
function spotOf(place: Place): string {
  if (place.kind !== 'cell') return place.element.id
  const row = place.element.closest('.gridLine')
  const at = [...(row?.parentElement?.children ?? [])].indexOf(row as Element)
  return `${place.element.closest('.grid')?.id} ${at} ${place.caption}`
}
const spot = (each: Spot) => each.id ?? `${each.grid} ${each.row} ${each.column}`

describe.each(Object.entries(expected))('%s', (file, page) => {
  const doc = openFixture(file)
  const found = phonePlaces(scanPage(doc)).filter((place) => numbersAt(place).length > 0)

  test('every phone is found, with the numbers to dial, and nothing else', () => {
    const numbers = found.map((place) => [
      spotOf(place),
      numbersAt(place).map(({ digits, ext }) => (ext === undefined ? { number: digits } : { number: digits, ext })),
    ])
    expect(Object.fromEntries(numbers)).toEqual(Object.fromEntries(page.fields.map((each) => [spot(each), each.dial])))
  })

  test.each(page.negative.map((each) => [spot(each), each.value]))('%s «%s» is no phone', (where) => {
    expect(found.map(spotOf)).not.toContain(where)
  })

  test('the routing field and the phones of its card are known', () => {
    const cards = scanPage(doc).cards
    expect(cards).toHaveLength(page.routing ? 1 : 0)
    const [card] = cards
    if (!page.routing?.field || !card) return
    expect(card.routing.element.id).toBe(page.routing.field)
    expect(card.routing.read()).toBe(page.routing.user)
    const keys = card.phones.flatMap(numbersAt).filter(({ digits }) => digits.length >= 10)
    expect(keys.map(({ digits }) => `${lastDigits(digits, 10)}=103`)).toEqual(page.routing.rules_all_phone_kinds)
  })
})
