import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'better-sqlite3'
import type { Subject } from './subject.ts'

/** The rules lie in the folder `own`. */
export async function sqlite(own: string): Promise<Subject> {
  const file = join(own, 'rules.sqlite')
  const remove = async (path: string) => {
    for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true })
  }
  await remove(file)
  const database = new Database(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -2000000')
  database.exec('CREATE TABLE rules (number TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID')
  const put = database.prepare('INSERT OR REPLACE INTO rules VALUES (?, ?)')
  const count = database.prepare('SELECT count(*) FROM rules').pluck()
  const get = database.prepare('SELECT target FROM rules WHERE number = ?')
  return {
    name: 'better-sqlite3',
    share: 0.1,
    async load(from) {
      database.exec('DELETE FROM rules; BEGIN')
      for await (const line of createInterface({ input: createReadStream(from, 'latin1') })) {
        const [number, target] = line.split('=')
        if (number !== undefined && target !== undefined) put.run(number, target)
      }
      database.exec('COMMIT')
    },
    size: async () => Number(count.get()),
    async lookups(numbers) {
      let found = 0
      for (const number of numbers) if (get.get(number) !== undefined) found++
      return found
    },
    async bytes() {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
        Number(database.pragma(name, { simple: true })),
      )
      return ((pages ?? 0) - (free ?? 0)) * (size ?? 0)
    },
    async save(to) {
      await remove(to)
      put.run('9000000001', '103')
      database.exec(`VACUUM INTO '${to}'`)
      await remove(to)
    },
    async forget() {
      database.exec('DELETE FROM rules')
    },
    async close() {
      database.close()
      await remove(file)
    },
  }
}
