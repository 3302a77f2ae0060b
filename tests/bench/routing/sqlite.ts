import { execFile } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { Subject } from './subject.ts'

const VERSION = '12.11.1'

type Statement = { get(...values: string[]): unknown; pluck(): Statement; run(...values: string[]): unknown }
type Database = {
  prepare(sql: string): Statement
  exec(sql: string): unknown
  pragma(text: string, options: { simple: true }): unknown
  close(): void
}
type Open = new (file: string) => Database

/**
 * better-sqlite3, in a folder of the benchmark's own: where there is no ready-made build of it, it takes minutes to
 * compile, and the product does not need it. Fetched only if `fetch`; null = it is not there, and why has been said.
 */
async function program(folder: string, fetch: boolean): Promise<Open | null> {
  const own = resolve(folder, 'sqlite')
  const there = join(own, 'node_modules/better-sqlite3')
  try {
    if (!existsSync(join(there, 'build/Release/better_sqlite3.node'))) {
      if (!fetch) {
        console.log('better-sqlite3 is left out: a run without --quick fetches it')
        return null
      }
      console.log('better-sqlite3 is being fetched; compiling it can take four minutes …')
      await mkdir(own, { recursive: true })
      await writeFile(join(own, 'package.json'), '{"private":true}\n')
      const install = ['install', '--no-audit', '--no-fund', `better-sqlite3@${VERSION}`]
      await promisify(execFile)('npm', install, { cwd: own, timeout: 900_000, shell: process.platform === 'win32' })
    }
    return createRequire(join(own, 'package.json'))('better-sqlite3')
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    console.log(`better-sqlite3 is left out: ${why}; it needs npm and, where there is no build of it, a C++ compiler`)
    return null
  }
}

/** The program in `folder`, the rules in `own`. */
export async function sqlite(folder: string, own: string, fetch: boolean): Promise<Subject | null> {
  const Database = await program(folder, fetch)
  if (Database === null) return null
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
