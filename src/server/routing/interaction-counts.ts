/** How many interactions each user has had with each client, base by base. */
export class InteractionCounts {
  /** `base key` → user → count. */
  readonly #counts = new Map<string, Map<string, number>>()

  of(base: string, key: string, user: string): number {
    return this.#counts.get(`${base} ${key}`)?.get(user) ?? 0
  }

  add(base: string, key: string, user: string, count = 1): void {
    const place = `${base} ${key}`
    const users = this.#counts.get(place) ?? new Map<string, number>()
    this.#counts.set(place, users)
    users.set(user, (users.get(user) ?? 0) + count)
  }

  forget(base: string, key: string): void {
    this.#counts.delete(`${base} ${key}`)
  }

  *all(): Generator<[base: string, key: string, user: string, count: number], void, undefined> {
    for (const [place, users] of this.#counts) {
      const at = place.lastIndexOf(' ')
      for (const [user, count] of users) yield [place.slice(0, at), place.slice(at + 1), user, count]
    }
  }
}
