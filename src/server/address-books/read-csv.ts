import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import * as v from 'valibot'
import type { NumberKind } from '../../protocol/address-book.ts'
import { textLines } from '../text-lines.ts'
import { columnsOf, type TextColumn } from './csv-columns.ts'
import { type BookFile, type Cell, Drafts, type Raw } from './draft.ts'
import type { encodingOf } from './file-text.ts'

const Row = v.object({ record: v.array(v.string()), info: v.object({ lines: v.number() }) })
const NOTHING: Cell = { field: '', text: '' }
/** A cell that spreadsheets would take for a formula was given an apostrophe (see csvOf). */
const GUARD = /^'(?=[\s\u00a0]*[=+\-@|%])/u

/** A table with captions in its first line, after `;`, `,` or a tab. Other work gets its turn meanwhile. */
export async function readCsv(bytes: Buffer, encoding: NonNullable<ReturnType<typeof encodingOf>>): Promise<BookFile> {
  const drafts = new Drafts()
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, 8192))
  const rows = Readable.from(texts(bytes, encoding)).pipe(
    parse({
      delimiter: delimiterOf(head.split(/\r\n|\n|\r/, 1)[0] ?? ''),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 64 * 1024,
    }),
  )
  let columns: Columns | null = null
  try {
    for await (const row of rows) {
      const { record, info } = v.parse(Row, row)
      if (columns === null) {
        columns = new Columns(record)
        if (columns.has('name') || columns.has('company') || columns.has('surname')) continue
        drafts.fault(1, { field: '', text: record.join('; ') }, 'noColumns')
        break
      }
      if (record.every((cell) => cell.trim() === '')) continue
      if (!drafts.take(rawOf(record, columns, info.lines))) break
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // A quotation mark that is never closed: nobody knows where the next entry begins, nor what those before it lack.
    const failed = new Drafts()
    failed.fault(typeof error.lines === 'number' ? error.lines : 1, NOTHING, 'notReadable')
    return failed
  }
  return drafts
}

/** Whole lines, so that a long file is parsed piece by piece. */
async function* texts(bytes: Buffer, encoding: string): AsyncGenerator<string, void, undefined> {
  for await (const lines of textLines(bytes, new TextDecoder(encoding))) yield `${lines.join('\n')}\n`
}

function delimiterOf(caption: string): string {
  const count = (sign: string) => caption.split(sign).length
  return [';', '\t', ','].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** Where in a row each of what we know stands: looked up once, so that a row takes no longer than what stands in it. */
class Columns {
  readonly #captions: readonly string[]
  readonly #texts = new Map<TextColumn, number>()
  readonly #numbers: { at: number; kind: NumberKind }[] = []

  constructor(captions: readonly string[]) {
    this.#captions = captions
    for (const [at, column] of columnsOf(captions).entries()) {
      if (column?.is === 'number') this.#numbers.push({ at, kind: column.kind })
      else if (column && !this.#texts.has(column.is)) this.#texts.set(column.is, at)
    }
  }

  has(is: TextColumn): boolean {
    return this.#texts.has(is)
  }

  text(record: readonly string[], is: TextColumn): Cell {
    const at = this.#texts.get(is)
    return at === undefined ? NOTHING : this.#cell(record, at)
  }

  numbers(record: readonly string[]): Raw['numbers'] {
    const found: Raw['numbers'] = []
    for (const { at, kind } of this.#numbers) {
      if (at >= record.length) break
      if (record[at] !== '') found.push({ ...this.#cell(record, at), kind })
    }
    return found
  }

  #cell(record: readonly string[], at: number): Cell {
    return { field: this.#captions[at]?.trim() ?? '', text: (record[at] ?? '').replace(GUARD, '') }
  }
}

function rawOf(record: readonly string[], columns: Columns, line: number): Raw {
  const text = (is: TextColumn) => columns.text(record, is)
  const name = text('name')
  const full = [text('surname'), name, text('patronymic')].map((cell) => cell.text.trim()).filter((part) => part !== '')
  return {
    line,
    given: text('given').text,
    name: { field: name.field || text('surname').field, text: full.join(' ') },
    company: text('company'),
    department: text('department'),
    position: text('position'),
    email: text('email'),
    note: text('note'),
    numbers: columns.numbers(record),
  }
}
