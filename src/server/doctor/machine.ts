import Database from 'better-sqlite3'
import { doubtful, type Finding, right, wrong } from './finding.ts'
import type { DoctorWords } from './words.ts'

/** Where `engines` in package.json begins. */
const NEEDED = [20, 19] as const
/** Before this program was written. */
const EARLIEST = Date.UTC(2026, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)

/** What the server runs on: Node, SQLite, the clock. */
export function lookAtMachine(words: DoctorWords, version = process.versions.node, now = Date.now()): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])
  const moment = new Date(now).toISOString()
  return [
    isOld ? wrong('Node', words.nodeOld(version)) : right('Node', words.nodeRight(version)),
    sqlite(words),
    now < EARLIEST || now > LATEST ? wrong('clock', words.clockWrong(moment)) : right('clock', words.clockRight),
  ]
}

function sqlite(words: DoctorWords): Finding {
  try {
    new Database(':memory:').close()
    return right('SQLite', words.sqliteRight)
  } catch (error) {
    return wrong('SQLite', words.sqliteWrong(String(error).slice(0, 200)))
  }
}

/** Two clocks need not agree more than this. */
const APART_S = 2

export function clockFinding(
  about: string,
  theirs: number,
  say: (seconds: number) => string,
  within = APART_S,
): Finding[] {
  const seconds = Math.round(Math.abs(theirs - Date.now()) / 1000)
  return seconds > within ? [doubtful(about, say(seconds))] : []
}
