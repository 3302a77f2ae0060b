type Numbers = Uint8Array | Uint32Array | Float64Array

/** Numbers in a row, of which there will be more: a tenth of the memory of an array of objects. */
export class Growing<T extends Numbers> {
  #room: T
  readonly #make: (length: number) => T
  length = 0

  constructor(make: (length: number) => T) {
    this.#make = make
    this.#room = make(1024)
  }

  push(value: number): void {
    if (this.length === this.#room.length) {
      const room = this.#make(this.length * 2)
      room.set(this.#room)
      this.#room = room
    }
    this.#room[this.length++] = value
  }

  /** As it stands: not to be kept while there may be more. */
  get values(): T {
    return this.#room
  }
}
