import type { Found } from '../../phone/find.ts'
import { type Spot, spotOf } from '../onec/geometry.ts'
import { numbersAt, type Place } from '../onec/scan.ts'

/** A place with numbers in it that can be seen, and where its button stands. */
export type Button = { key: number; place: Place; numbers: Found[]; spot: Spot }

/** Which places get a button. Remembers what it has read and measured: most looks find everything as it was. */
export class Buttons {
  readonly #host: Element
  readonly #keys = new WeakMap<Element, number>()
  /** What was last read, the very same list as long as the text is the same. */
  readonly #numbers = new WeakMap<Element, Found[]>()
  readonly #measured = new WeakMap<Element, { spot: Spot | null; at: number }>()
  #nextKey = 1

  /** `host` is our own layer, which covers nothing. */
  constructor(host: Element) {
    this.#host = host
  }

  /** What was measured since `since` is believed. */
  of(places: Place[], since: number): Button[] {
    return places.flatMap((place) => this.#buttonFor(place, since))
  }

  /** Whether a place shows other numbers than when it was last read. */
  haveChanged(places: Place[]): boolean {
    return places.some((place) => this.#numbers.get(place.element) !== numbersAt(place))
  }

  #buttonFor(place: Place, since: number): Button[] {
    const numbers = numbersAt(place)
    this.#numbers.set(place.element, numbers)
    if (numbers.length === 0) return []
    const spot = this.#measure(place, since)
    if (!spot) return []
    let key = this.#keys.get(place.element)
    if (key === undefined) {
      key = this.#nextKey++
      this.#keys.set(place.element, key)
    }
    return [{ key, place, numbers, spot }]
  }

  #measure(place: Place, since: number): Spot | null {
    const earlier = this.#measured.get(place.element)
    if (earlier && earlier.at >= since) return earlier.spot
    const spot = spotOf(place, this.#host)
    this.#measured.set(place.element, { spot, at: performance.now() })
    return spot
  }
}

/** Whether what stands there now is what the button was drawn for. */
export function isAsShown({ place, numbers }: Button): boolean {
  const now = place.element.isConnected ? numbersAt(place) : []
  return (
    now.length === numbers.length &&
    now.every(({ digits, ext }, at) => digits === numbers[at]?.digits && ext === numbers[at]?.ext)
  )
}

export function sameButtons(a: Button[], b: Button[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ key, place, numbers, spot }, at) => {
      const other = b[at]
      return (
        other !== undefined &&
        key === other.key &&
        place.element === other.place.element &&
        numbers === other.numbers &&
        spot.right === other.spot.right &&
        spot.middle === other.spot.middle
      )
    })
  )
}
