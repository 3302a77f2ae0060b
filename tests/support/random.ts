/** A seeded generator (mulberry32): a failing run can be repeated. */
export function seeded(seed: number): { (): number; int(below: number): number; pick<T>(list: readonly T[]): T } {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number) => Math.floor(next() * below)
  const pick = <T>(list: readonly T[]): T => {
    const item = list[int(list.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  return Object.assign(next, { int, pick })
}
