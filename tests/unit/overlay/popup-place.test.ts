import { describe, expect, test } from 'vitest'
import { popupPlace } from '../../../src/content/overlay/popup-place.ts'

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
    ['at home, where nothing is free', HOME, area(0, 0, 1280, 800), HOME],
  ])('%s', (_title, home, typed, place) => {
    expect(popupPlace(home, SIZE, typed, WINDOW)).toEqual(place)
  })

  test('never out of reach, whatever the window has become', () => {
    expect(popupPlace({ left: 904, top: 700 }, SIZE, null, { width: 600, height: 400 })).toEqual({
      left: 240,
      top: 368,
    })
    expect(popupPlace({ left: -50, top: -20 }, SIZE, null, { width: 200, height: 20 })).toEqual({ left: 0, top: 0 })
  })
})
