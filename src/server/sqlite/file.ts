import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * Opens a file that is made of the ledger, and can be made anew from it. `report` is told why one of before cannot be used;
 * a new one takes its place.
 */
export function openFile<T>(path: string, use: (db: Database.Database) => T, report: (why: string) => void): T {
  try {
    return opened(path, use)
  } catch (error) {
    report(error instanceof Error ? error.message : String(error))
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true })
    return opened(path, use)
  }
}

function opened<T>(path: string, use: (db: Database.Database) => T): T {
  const db = new Database(path)
  try {
    return use(db)
  } catch (error) {
    db.close()
    throw error
  }
}
