/** Texts of up to 64 KB each, as UTF-8 side by side: a million names are one piece of memory to the collector, not a million. */
export class TextStore {
  readonly #blocks: Buffer[] = []
  #used = BLOCK

  /** Where it lies, for `at`. */
  add(text: string): number {
    const length = Buffer.byteLength(text)
    if (length > MAX_LENGTH) throw new RangeError('the text is too long')
    if (this.#used + HEAD + length > BLOCK) {
      this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK))
      this.#used = 0
    }
    const block = this.#last()
    const place = (this.#blocks.length - 1) * BLOCK + this.#used
    block.writeUInt16LE(length, this.#used)
    block.write(text, this.#used + HEAD)
    this.#used += HEAD + length
    return place
  }

  at(place: number): string {
    const block = this.#blocks[Math.floor(place / BLOCK)]
    if (block === undefined) throw new RangeError('no text lies here')
    const from = place % BLOCK
    return block.toString('utf8', from + HEAD, from + HEAD + block.readUInt16LE(from))
  }

  #last(): Buffer {
    const block = this.#blocks.at(-1)
    if (block === undefined) throw new RangeError('nothing was added')
    return block
  }
}

/** Before each text, its length. */
const HEAD = 2
const MAX_LENGTH = 0xffff
/** Small enough to be had in no time, and no text is cut in two: 4 GB of them fit into a place of 32 bits. */
const BLOCK = 1 << 20
