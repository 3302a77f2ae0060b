import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { popupPlace, STRIP_HEIGHT } from '../../../src/content/overlay/popup-place.ts'

const WINDOW = { width: 1280, height: 800 }
const SIZE = { width: 360, height: 200 }
const HOME = { left: 904, top: 72 }

const area = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})

describe('where the popup stands', () => {
  const lower = { left: 904, top: 242 }
  test.each([
    ['at home, when nothing is typed', HOME, null, HOME],
    ['at home, when the field is elsewhere', HOME, area(300, 140, 320, 24), HOME],
    ['at home, when the field only touches it', HOME, area(504, 140, 400, 24), HOME],
    ['below the field it would cover', HOME, area(950, 140, 200, 24), { left: 904, top: 172 }],
    ['above it, where there is no room below', lower, area(950, 250, 200, 540), { left: 904, top: 42 }],
    ['left of it, where there is none above', HOME, area(1000, 0, 200, 790), { left: 632, top: 72 }],
  ])('%s', (_title, home, typed, place) => {
    expect(popupPlace(home, SIZE, typed, WINDOW)).toEqual({ ...place, strip: false })
  })

  test.each([
    ['above a field that leaves room for one line only', area(0, 60, 1280, 740), { left: 904, top: 12 }],
    ['below it, where that is the free side', area(0, 0, 1280, 740), { left: 904, top: 748 }],
    ['where the card would stand, when only its lower part is in the way', area(0, 120, 1280, 680), HOME],
  ])('as a strip %s', (_title, typed, place) => {
    expect(popupPlace(HOME, SIZE, typed, WINDOW)).toEqual({ ...place, strip: true })
  })

  test('nowhere, while a field that fills the window is typed in', () => {
    expect(popupPlace(HOME, SIZE, area(0, 0, 1280, 800), WINDOW)).toBeNull()
  })

  test('never on the field being typed in, wherever it was put and whatever the window', () => {
    const length = fc.integer({ min: 1, max: 1600 })
    const edge = fc.integer({ min: -200, max: 1600 })
    fc.assert(
      fc.property(edge, edge, length, edge, edge, length, length, length, length, (...numbers) => {
        const [left, top, height, fieldLeft, fieldTop, fieldWidth, fieldHeight, width, tall] = numbers
        const typed = area(fieldLeft, fieldTop, fieldWidth, fieldHeight)
        const place = popupPlace({ left, top }, { width: 360, height }, typed, { width, height: tall })
        if (!place) return
        const stands = area(place.left, place.top, 360, place.strip ? STRIP_HEIGHT : height)
        const apart =
          stands.right <= typed.left ||
          stands.left >= typed.right ||
          stands.bottom <= typed.top ||
          stands.top >= typed.bottom
        expect(apart).toBe(true)
      }),
    )
  })

  test('never out of reach, whatever the window has become', () => {
    expect(popupPlace({ left: 904, top: 700 }, SIZE, null, { width: 600, height: 400 })).toEqual({
      left: 240,
      top: 368,
      strip: false,
    })
    expect(popupPlace({ left: -50, top: -20 }, SIZE, null, { width: 200, height: 20 })).toEqual({
      left: 0,
      top: 0,
      strip: false,
    })
  })
})
