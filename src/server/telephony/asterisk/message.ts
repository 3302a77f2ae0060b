/** One AMI message: a block of `Name: value` lines. Names are compared without regard to case (`Uniqueid`, `UniqueID`). */
export class AmiMessage {
  readonly #first = new Map<string, string>()
  /** Only names that came more than once (`ChanVariable`, `Output`); most messages have none. */
  #repeated: Map<string, string[]> | null = null

  constructor(fields: Iterable<readonly [string, string]>) {
    for (const [name, value] of fields) this.#add(name.toLowerCase(), value)
  }

  /** The first value of this name; an empty string when there is none. */
  get(name: string): string {
    return this.#first.get(name.toLowerCase()) ?? ''
  }

  all(name: string): readonly string[] {
    const key = name.toLowerCase()
    const first = this.#first.get(key)
    return this.#repeated?.get(key) ?? (first === undefined ? [] : [first])
  }

  has(name: string): boolean {
    return this.#first.has(name.toLowerCase())
  }

  get size(): number {
    return this.#first.size
  }

  #add(name: string, value: string): void {
    const first = this.#first.get(name)
    if (first === undefined) {
      this.#first.set(name, value)
      return
    }
    this.#repeated ??= new Map()
    const values = this.#repeated.get(name) ?? [first]
    values.push(value)
    this.#repeated.set(name, values)
  }
}
