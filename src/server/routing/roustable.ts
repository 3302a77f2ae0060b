import { type FileHandle, open, stat } from 'node:fs/promises'
import { type RefusedLine, type RoutingSettings, readRuleLine } from '../../protocol/routing.ts'
import { chunksOf, LineSplitter, type RawLine } from '../lines.ts'
import { RuleTable } from './table.ts'

/** What of a line is looked at and carried over into the next writing; a rule has 42 characters at most. */
const KEEP = 4096
/** So many refused lines are remembered by number and text; the rest is counted. */
const MAX_REFUSED = 100
/** U+FEFF in UTF-8, read as Latin-1. */
const BOM = '\u00ef\u00bb\u00bf'
/** Characters a write takes at once. */
const SLICE = 64 * 1024

/** The file holds what no text file holds: it is left alone. */
export class NotText extends Error {
  override readonly name = 'NotText'
}

export type Roustable = {
  table: RuleTable
  /** Which file this was; see `identityOf`. */
  identity: string
  refused: RefusedLine[]
  refusedCount: number
  /** There are lines to carry over at the next writing: comments, refused ones. */
  remarks: boolean
}

/** Tells one state of a file from another without reading it; null = there is no file. */
export async function identityOf(path: string): Promise<string | null> {
  try {
    return identity(await stat(path, { bigint: true }))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

export const identity = (file: { ino: bigint; size: bigint; mtimeNs: bigint }) =>
  `${file.ino}:${file.size}:${file.mtimeNs}`

/** The last line has no end: perhaps somebody is still writing it. A file that cannot be looked into is not. */
export async function isUnfinished(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null)
  if (handle === null) return false
  try {
    const { size } = await handle.stat()
    if (size === 0) return false
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
    return bytesRead === 1 && buffer[0] !== 0x0a
  } catch {
    return false
  } finally {
    await handle.close()
  }
}

/**
 * Reads a file of rules (SPEC C2–C4) as a stream: LF or CRLF, a BOM, blank lines and comments (`#`, `;`) are fine; lines
 * that fail the checks are named and left out; a later rule for the same number overwrites.
 * @throws NotText, or the system's error
 */
export async function readRoustable(path: string, settings: RoutingSettings): Promise<Roustable> {
  const handle = await open(path, 'r')
  try {
    const file = await handle.stat({ bigint: true })
    const table = new RuleTable(settings.lastDigits)
    // The shortest usual rule is `lastDigits` digits, `=103`, `\n`; growing on the way would cost more.
    table.reserve(Number(file.size) / (settings.lastDigits + 5))
    const result: Roustable = { table, identity: identity(file), refused: [], refusedCount: 0, remarks: false }
    for await (const lines of linesOf(handle, path)) {
      for (const { text, at } of lines) {
        if (isRemark(text)) {
          result.remarks ||= text.trim() !== ''
          continue
        }
        const rule = readRuleLine(text, settings)
        if (typeof rule === 'string') {
          result.remarks = true
          result.refusedCount++
          if (result.refused.length < MAX_REFUSED) result.refused.push({ at, line: shown(text), fault: rule })
        } else if (rule.target === null) table.delete(rule.key)
        else table.set(rule.key, rule.target)
      }
    }
    return result
  } finally {
    await handle.close()
  }
}

/**
 * Writes rules to `beside`, on disk when this resolves, and returns its identity. `before` is the file it is to replace:
 * its permissions stay and, with `remarks`, its lines that are no rules (comments, and what an administrator mistyped)
 * are carried over to the beginning: they are not ours to drop.
 */
export async function writeRoustable(
  beside: string,
  o: {
    rules: Iterable<readonly [string, string]>
    before: string | null
    remarks: boolean
    settings: RoutingSettings
  },
): Promise<string> {
  const out = await open(beside, 'w')
  try {
    if (o.before !== null) await out.chmod((await stat(o.before)).mode & 0o777)
    if (o.before !== null && o.remarks) await copyRemarks(o.before, out, o.settings)
    let slice = ''
    for (const [key, target] of o.rules) {
      slice += `${key}=${target}\n`
      if (slice.length < SLICE) continue
      await out.writeFile(slice)
      slice = ''
    }
    await out.writeFile(slice)
    await out.sync()
    return identity(await out.stat({ bigint: true }))
  } finally {
    await out.close()
  }
}

async function copyRemarks(from: string, out: FileHandle, settings: RoutingSettings): Promise<void> {
  const handle = await open(from, 'r')
  try {
    for await (const lines of linesOf(handle, from)) {
      let slice = ''
      for (const { text, cut } of lines) {
        if (text.trim() === '' || cut) continue
        if (isRemark(text) || typeof readRuleLine(text, settings) === 'string') slice += `${text.trimEnd()}\n`
      }
      if (slice !== '') await out.writeFile(slice, 'latin1')
    }
  } finally {
    await handle.close()
  }
}

/** `text` is Latin-1: each byte a character, so that remarks in any encoding are carried over as they are. */
type Line = { text: string; at: number; cut: boolean }

const shown = (text: string) => Buffer.from(text, 'latin1').toString('utf8').slice(0, 80)

/** The lines a chunk at a time, numbered from 1. */
async function* linesOf(handle: FileHandle, path: string): AsyncGenerator<Iterable<Line>, void, undefined> {
  const splitter = new LineSplitter(KEEP)
  let at = 0
  const numbered = function* (lines: Iterable<RawLine>): Generator<Line, void, undefined> {
    for (const { bytes, cut } of lines) {
      at++
      const text = bytes.toString('latin1')
      yield { text: at === 1 && text.startsWith(BOM) ? text.slice(BOM.length) : text, at, cut }
    }
  }
  for await (const chunk of chunksOf(handle)) {
    // UTF-16, a database, blocks of zeros after a power cut: reading it as «no rules» would remove them all.
    if (chunk.includes(0)) throw new NotText(`${path} is not a text file`)
    yield numbered(splitter.push(chunk))
  }
  yield numbered(splitter.end())
}

const isRemark = (text: string) => /^\s*($|[#;])/.test(text)
