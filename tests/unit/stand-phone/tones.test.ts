import { describe, expect, test } from 'vitest'
import { FRAME, toneFrame, toneOf, tonesIn } from '../../../stand/phone/tone.ts'

const NUMBERS = ['101', '102', '103', '104', '105', 'city']
const CANDIDATES = NUMBERS.map(toneOf)
const sound = (hertz: number, frames = 15) => Buffer.concat(Array.from({ length: frames }, () => toneFrame(hertz)))

describe('The tone detector', () => {
  test('phones of one lab all have tones of their own', () => {
    expect(new Set(CANDIDATES).size).toBe(NUMBERS.length)
  })

  test.for(NUMBERS)('knows %s by its tone, and takes it for nobody else', (number) => {
    expect(tonesIn(sound(toneOf(number)), CANDIDATES)).toEqual([toneOf(number)])
  })

  test('hears nobody in silence, in noise, and in nothing', () => {
    expect(tonesIn(Buffer.alloc(FRAME * 15, 0xd5), CANDIDATES)).toEqual([])
    let seed = 1
    const noise = Buffer.from(
      Uint8Array.from({ length: FRAME * 15 }, () => {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
        return seed >> 16
      }),
    )
    expect(tonesIn(noise, CANDIDATES)).toEqual([])
    expect(tonesIn(Buffer.alloc(0), CANDIDATES)).toEqual([])
  })

  test('hears a tone through lost frames', () => {
    const frames = Array.from({ length: 15 }, (_, at) => (at % 4 === 0 ? Buffer.alloc(0) : toneFrame(toneOf('101'))))
    expect(tonesIn(Buffer.concat(frames), CANDIDATES)).toEqual([toneOf('101')])
  })
})
