/** The first of a list as it would be sorted, without sorting the rest: of ten thousand, eight are shown. */
export function firstOf<T>(list: Iterable<T>, count: number, compare: (a: T, b: T) => number): T[] {
  const first: T[] = []
  for (const item of list) {
    const last = first.at(-1)
    if (first.length >= count && last !== undefined && compare(item, last) >= 0) continue
    let low = 0
    let high = first.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const one = first[middle]
      // Behind those that are as good: they came first.
      if (one !== undefined && compare(item, one) >= 0) low = middle + 1
      else high = middle
    }
    first.splice(low, 0, item)
    if (first.length > count) first.pop()
  }
  return first
}
