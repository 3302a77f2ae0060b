/** What of a card is read: no pictures, no addresses. */
const READ = new Set(['FN', 'N', 'ORG', 'TITLE', 'TEL', 'EMAIL', 'NOTE', 'UID'])

/** Longer than all that an entry may hold, in whatever way it is written; what is longer is known to be too long by these. */
const LONGEST = 8 * 1024
/** As many lines as no card of a person has. */
const MOST_LINES = 200

/** A card's lines, and where in the file it begins; `isEndless` = there are more of them than are looked at. */
export type CardLines = { line: number; lines: string[]; isEndless: boolean }

/**
 * The cards of a file, each as lines of version 3 or 4, whichever version it is of: what 2.1 writes in its own way (bare
 * types, quoted-printable, a charset for each line), as Outlook and old telephones still do, is put into theirs.
 */
export class CardSplitter {
  #card: CardLines | null = null
  /** The property that may go on in the next line. */
  #open: string | null = null
  #at = 0
  readonly #charset: string

  constructor(charset: string) {
    this.#charset = charset
  }

  /** Cards that are whole now. */
  *push(lines: readonly string[]): Generator<CardLines, void, undefined> {
    for (const line of lines) {
      this.#at++
      const goesOn = this.#goesOn(line)
      if (goesOn) continue
      this.#close()
      const mark = line.trim().toUpperCase()
      if (mark === 'BEGIN:VCARD') this.#card = { line: this.#at, lines: [], isEndless: false }
      else if (mark === 'END:VCARD') {
        if (this.#card) yield this.#card
        this.#card = null
      } else this.#open = line
    }
  }

  #goesOn(line: string): boolean {
    if (this.#open === null) return false
    if (/^[ \t]/.test(line)) this.#open += line.slice(1)
    // Of quoted-printable, a line that ends so goes on in the next.
    else if (this.#open.endsWith('=') && /QUOTED-PRINTABLE/i.test(this.#open))
      this.#open = this.#open.slice(0, -1) + line
    else return false
    return true
  }

  #close(): void {
    const property = this.#open === null ? null : inVersion3(this.#open.slice(0, LONGEST), this.#charset)
    this.#open = null
    if (property === null || this.#card === null) return
    if (this.#card.lines.length < MOST_LINES) this.#card.lines.push(property)
    else this.#card.isEndless = true
  }
}

/** null = none that is read. */
function inVersion3(line: string, charset: string): string | null {
  const match = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^:"])*)?):([\s\S]*)$/.exec(line)
  const [, name = '', rest = '', value = ''] = match ?? []
  if (!READ.has(name.toUpperCase())) return null
  const given = rest.split(';').filter((part) => part !== '')
  const of = (key: string) =>
    given
      .find((part) => part.toUpperCase().startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .replaceAll('"', '')
  const isQuoted = given.some((part) => /^(?:ENCODING=)?QUOTED-PRINTABLE$/i.test(part))
  const types = given.flatMap((part) => {
    if (/^TYPE=/i.test(part)) return [part.slice(5).replaceAll('"', '')]
    return part.includes('=') || /^QUOTED-PRINTABLE$/i.test(part) ? [] : [part]
  })
  const type = types.length === 0 ? '' : `;TYPE=${types.join(',').replace(/[^\w,-]/g, '')}`
  const text = isQuoted ? fromQuoted(value, of('CHARSET') ?? charset) : value
  return `${name.toUpperCase()}${type}:${text}`
}

function fromQuoted(value: string, charset: string): string {
  const bytes = Buffer.from(
    value
      .replace(/=([\dA-F]{2})/gi, (_, hex: string) => `\u0000${String.fromCharCode(Number.parseInt(hex, 16))}`)
      .replaceAll('\u0000', ''),
    'latin1',
  )
  let text: string
  try {
    text = new TextDecoder(charset).decode(bytes)
  } catch {
    text = bytes.toString('utf8')
  }
  return text.replace(/\r\n|\r|\n/g, '\\n').replace(/(?<!\\),/g, '\\,')
}
