import { AmiMessage } from './message.ts'

/** A real message has a few kilobytes; one with all channel variables some tens. What is longer is thrown away. */
export const MAX_MESSAGE = 256 * 1024
const MAX_BANNER = 200
const LINE_END = Buffer.from('\r\n')
const MESSAGE_END = Buffer.from('\r\n\r\n')

/**
 * Bytes to AMI messages. Chunks may end anywhere, also inside a character: text is decoded only when a message is whole,
 * and bytes that are no UTF-8 become U+FFFD in their own value. Each byte is looked at once.
 */
export class AmiParser {
  #bytes = Buffer.alloc(4096)
  /** Bytes in `#bytes` that count, and how many of them are known to hold no end of message. */
  #length = 0
  #scanned = 0
  #skipping = false
  #banner: string | null = null
  #dropped = 0

  /** The greeting, `Asterisk Call Manager/11.0.0`; null until it is whole. */
  get banner(): string | null {
    return this.#banner
  }

  /** Messages thrown away because they were too long. */
  get dropped(): number {
    return this.#dropped
  }

  push(chunk: Buffer): AmiMessage[] {
    this.#append(chunk)
    const messages: AmiMessage[] = []
    let from = this.#banner === null ? this.#takeBanner() : 0
    if (this.#banner === null) return messages
    for (;;) {
      const searchFrom = Math.max(from, this.#scanned - MESSAGE_END.length + 1)
      const end = this.#bytes.subarray(0, this.#length).indexOf(MESSAGE_END, searchFrom)
      if (end < 0) break
      if (this.#skipping || end - from > MAX_MESSAGE) this.#skip(false)
      else this.#read(from, end, messages)
      from = end + MESSAGE_END.length
      this.#scanned = from
    }
    this.#scanned = this.#length
    this.#discard(from)
    if (this.#length > MAX_MESSAGE) {
      this.#skip(true)
      // The end may have begun already.
      this.#discard(this.#length - MESSAGE_END.length + 1)
    }
    return messages
  }

  #takeBanner(): number {
    const end = this.#bytes.subarray(0, this.#length).indexOf(LINE_END)
    if (end < 0 && this.#length <= MAX_BANNER) return 0
    const length = end < 0 ? MAX_BANNER : end
    this.#banner = this.#bytes.toString('latin1', 0, length)
    return end < 0 ? length : end + LINE_END.length
  }

  #read(from: number, end: number, messages: AmiMessage[]): void {
    const message = new AmiMessage(fields(this.#bytes.toString('utf8', from, end)))
    if (message.size > 0) messages.push(message)
  }

  #skip(on: boolean): void {
    // Counted once for each message, at its first excess or its end, whichever is seen first.
    if (!this.#skipping) this.#dropped++
    this.#skipping = on
  }

  #append(chunk: Buffer): void {
    const needed = this.#length + chunk.length
    if (needed > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(needed, this.#bytes.length * 2))
      this.#bytes.copy(grown, 0, 0, this.#length)
      this.#bytes = grown
    }
    chunk.copy(this.#bytes, this.#length)
    this.#length = needed
  }

  #discard(count: number): void {
    if (count <= 0) return
    this.#bytes.copyWithin(0, count, this.#length)
    this.#length -= count
    this.#scanned = Math.max(0, this.#scanned - count)
  }
}

function* fields(block: string): Generator<readonly [string, string]> {
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) yield [line.slice(0, colon).trim(), line.slice(colon + 1).trimStart()]
  }
}
