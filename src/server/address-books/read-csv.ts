import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import * as v from 'valibot'
import { textLines } from '../text-lines.ts'
import { type Column, columnsOf } from './csv-columns.ts'
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
  let captions: string[] = []
  let columns: (Column | null)[] | null = null
  try {
    for await (const row of rows) {
      const { record, info } = v.parse(Row, row)
      if (columns === null) {
        captions = record
        columns = columnsOf(record)
        if (columns.some((column) => column?.is === 'name' || column?.is === 'company' || column?.is === 'surname'))
          continue
        drafts.fault(1, { field: '', text: record.join('; ') }, 'noColumns')
        break
      }
      if (record.every((cell) => cell.trim() === '')) continue
      if (!drafts.take(rawOf(record, columns, captions, info.lines))) break
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

function rawOf(
  record: readonly string[],
  columns: readonly (Column | null)[],
  captions: readonly string[],
  line: number,
) {
  const cells = columns.map((column, i) => {
    const text = (record[i] ?? '').replace(GUARD, '')
    return { column, cell: { field: captions[i]?.trim() ?? '', text } }
  })
  const first = (is: Column['is']): Cell => cells.find(({ column }) => column?.is === is)?.cell ?? NOTHING
  const name = first('name')
  const full = [first('surname'), name, first('patronymic')]
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
  const raw: Raw = {
    line,
    given: first('given').text,
    name: { field: name.field || first('surname').field, text: full.join(' ') },
    company: first('company'),
    department: first('department'),
    position: first('position'),
    email: first('email'),
    note: first('note'),
    numbers: cells.flatMap(({ column, cell }) => (column?.is === 'number' ? [{ ...cell, kind: column.kind }] : [])),
  }
  return raw
}
