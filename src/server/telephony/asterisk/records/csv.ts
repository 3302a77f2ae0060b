const LF = 0x0a
const QUOTE = 0x22
/** Far beyond any record; what is longer is none. */
const MAX_RECORD = 64 * 1024

export type CsvRecord = {
  fields: string[]
  /** Where it begins and where the next one does, in bytes. */
  start: number
  end: number
}

/**
 * Cuts a stream into records of quoted fields. A field may hold line breaks: somebody has dialled them. A record that a
 * power cut tore ends where the next one begins; inside of quotes every quote is doubled, so that can be told.
 */
export class CsvRecords {
  #rest = Buffer.alloc(0)
  /** Of `#rest`. */
  #offset: number
  #seen = 0
  #quoted = false

  constructor(offset: number) {
    this.#offset = offset
  }

  *push(chunk: Buffer): Generator<CsvRecord, void, undefined> {
    // A copy: the reader's buffer is used again for the next chunk.
    const bytes = Buffer.concat([this.#rest, chunk])
    let from = 0
    let at = this.#seen
    // Two bytes more decide whether a record was torn.
    for (; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === QUOTE) this.#quoted = !this.#quoted
      if (byte !== LF) continue
      if (this.#quoted && at + 2 >= bytes.length) break
      if (this.#quoted && !beginsRecord(bytes, at + 1) && at - from < MAX_RECORD) continue
      this.#quoted = false
      yield {
        fields: fieldsOf(bytes.toString('utf8', from, at)),
        start: this.#offset + from,
        end: this.#offset + at + 1,
      }
      from = at + 1
    }
    this.#rest = bytes.subarray(from)
    this.#offset += from
    this.#seen = at - from
  }
}

/** `"CHAN_…`: no field goes on like this. */
function beginsRecord(bytes: Buffer, at: number): boolean {
  const letter = bytes[at + 1] ?? 0
  return bytes[at] === QUOTE && letter >= 0x41 && letter <= 0x5a
}

const FIELD = /"((?:[^"]|"")*)"(?:,|$)|([^",]*)(?:,|$)/y

/** Empty when it is no record. */
function fieldsOf(text: string): string[] {
  const fields: string[] = []
  const line = text.replace(/\r$/, '')
  FIELD.lastIndex = 0
  for (let at = 0; at < line.length; at = FIELD.lastIndex) {
    const match = FIELD.exec(line)
    if (!match) return []
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
  }
  return fields
}
