import type Database from 'better-sqlite3'
import type { RecordedCall } from '../ledger/recorded-call.ts'
import type { Moment } from '../ledger/snapshot.ts'
import { openFile } from '../sqlite/file.ts'
import { migrate } from '../sqlite/migrate.ts'
import { canonical, rowsOf } from './call-rows.ts'
import { STEPS } from './schema.ts'

/** What the journal takes of the ledger's records. */
export type JournalEntry = { seq: number; at: number } & (
  | { is: 'call'; call: RecordedCall }
  | { is: 'mark'; number: string; by: string }
)

/**
 * The file that is asked about calls of the past: made of the ledger, and made anew from it when it is lost. What is taken
 * and how far that is are written together, or not at all.
 */
export class JournalStore {
  readonly db: Database.Database
  readonly #taking: (entries: readonly JournalEntry[]) => void

  private constructor(db: Database.Database) {
    this.db = db
    // The ledger has it all: after a power cut the last records are taken once more.
    for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'foreign_keys = ON', 'cache_size = -32000'])
      db.pragma(pragma)
    migrate(db, STEPS)
    this.#taking = db.transaction(this.#writer())
  }

  /** `report` is told why a file of before cannot be used; a new one takes its place. */
  static open(path: string, report: (why: string) => void): JournalStore {
    return openFile(path, (db) => new JournalStore(db), report)
  }

  /** null = nothing was taken yet. */
  get place(): Moment | null {
    return this.db.prepare<[], Moment>('SELECT seq, at FROM place').get() ?? null
  }

  /** The numbers of calls that began in this millisecond. */
  begun(at: number): number[] {
    return this.db.prepare<[number], number>('SELECT id FROM calls WHERE started = ? LIMIT 100').pluck().all(at)
  }

  take(entries: readonly JournalEntry[]): void {
    this.#taking(entries)
  }

  /** Of another ledger: all of it is taken anew. */
  clear(): void {
    this.db.transaction(() => {
      for (const table of ['sides', 'marks', 'calls', 'numbers', 'place']) this.db.exec(`DELETE FROM ${table}`)
    })()
  }

  /** Everything that is in it now, in a file of its own; calls go on being taken meanwhile. */
  async backup(path: string): Promise<void> {
    await this.db.backup(path)
  }

  close(): void {
    this.db.close()
  }

  #writer() {
    const { db } = this
    const numberId = db.prepare<[string], number>('SELECT id FROM numbers WHERE number = ?').pluck()
    const addNumber = db.prepare<[string]>('INSERT INTO numbers (number) VALUES (?)')
    const addCall = db.prepare(
      `INSERT INTO calls (id, started, direction, number, caller, name, result, answered, wait, talk, recording)
       VALUES (@id, @started, @direction, @number, @caller, @name, @result, @answered, @wait, @talk, @recording)`,
    )
    const addSide = db.prepare(
      `INSERT INTO sides (device, started, call, party, role, talk, missed)
       VALUES (@device, @started, @call, @party, @role, @talk, @missed)`,
    )
    const addMark = db.prepare<[number, number, string]>('INSERT INTO marks (number, at, by) VALUES (?, ?, ?)')
    const setPlace = db.prepare<[number, number]>('INSERT OR REPLACE INTO place (one, seq, at) VALUES (1, ?, ?)')
    const idOf = (number: string) => numberId.get(number) ?? Number(addNumber.run(number).lastInsertRowid)
    return (entries: readonly JournalEntry[]) => {
      const after = this.place?.seq ?? 0
      for (const entry of entries) {
        const { seq, at } = entry
        if (seq <= after) continue
        if (entry.is === 'mark') addMark.run(idOf(canonical(entry.number)), at, entry.by)
        else {
          const { sides, ...call } = rowsOf(entry.call)
          addCall.run({ ...call, id: seq, number: idOf(call.number) })
          for (const side of sides)
            addSide.run({ ...side, call: seq, started: call.started, party: idOf(canonical(side.party)) })
        }
      }
      const last = entries.at(-1)
      if (last && last.seq > after) setPlace.run(last.seq, last.at)
    }
  }
}
