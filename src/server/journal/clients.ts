import type Database from 'better-sqlite3'
import { inEitherLayout, wordsOf } from '../../protocol/search-words.ts'

/** By which words 1C knows who has this number; one that is not called any more is left out. */
export type Named = { number: string; words: string }

/** Words as they stand in the journal: each after a blank, so that their beginnings can be found. */
export const wordsText = (names: readonly string[]): string => {
  const words = new Set(names.flatMap(wordsOf))
  return words.size === 0 ? '' : ` ${[...words].join(' ')}`
}

export function nameNumbers(db: Database.Database, named: readonly Named[]): void {
  const set = db.prepare<[string, string, string]>('UPDATE numbers SET words = ? WHERE number = ? AND words <> ?')
  db.transaction(() => {
    for (const { number, words } of named) set.run(words, number, words)
  })()
}

/** Some of the numbers, in the order of their coming; `after` is the last of those before. */
export function numbersAfter(db: Database.Database, after: number, limit: number): { id: number; number: string }[] {
  return db
    .prepare<[number, number], { id: number; number: string }>(
      'SELECT id, number FROM numbers WHERE id > ? ORDER BY id LIMIT ?',
    )
    .all(after, limit)
}

/** The numbers that the text may mean: by any part of them, or by the first letters of a client's words, in either layout. */
export function numbersLike(db: Database.Database, text: string): number[] {
  const digits = text.replace(/[\s()+\-\u2010-\u2015]/gu, '')
  if (/^\d+$/.test(digits)) {
    const { long, short } = partsOf(digits)
    return db
      .prepare<[string, string], number>('SELECT id FROM numbers WHERE number LIKE ? OR number LIKE ?')
      .pluck()
      .all(`%${short}%`, long)
  }
  const found = new Set<number>()
  for (const typed of inEitherLayout(text)) {
    const words = wordsOf(typed).slice(0, 10)
    if (words.length === 0) continue
    const where = words.map(() => 'words LIKE ?').join(' AND ')
    // Words are letters and digits: nothing in them has a meaning to LIKE.
    const ids = db
      .prepare<string[], number>(`SELECT id FROM numbers WHERE ${where}`)
      .pluck()
      .all(...words.map((word) => `% ${word}%`))
    for (const id of ids) found.add(id)
  }
  return [...found]
}

/** With the 8 of calls within the country, the number is kept with 7. */
function partsOf(digits: string): { long: string; short: string } {
  return { long: digits.startsWith('8') ? `7${digits.slice(1)}%` : digits, short: digits }
}
