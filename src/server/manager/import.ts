import { setImmediate as breathe } from 'node:timers/promises'
import type * as v from 'valibot'
import { MAX_RULE_LINES } from '../../protocol/methods.ts'
import { type RefusedLine, type RoutingSettings, readRuleLine } from '../../protocol/routing.ts'
import type { Routing } from '../routing/routing.ts'
import type { ImportAnswer, ImportPreview } from './contract.ts'

const SHOWN = 100
/** Lines before other work gets its turn. */
const SLICE = 5000

type Line = { at: number; text: string }
type Rooms = Pick<Routing, 'settings' | 'ruleOf' | 'write'>

/**
 * The lines of a `*.roustable` file, or of a table saved as CSV: number and internal number in the first two columns,
 * after `;`, `,` or a tab; numbers in any form. Blank lines, comments and the heading of a table are left out.
 */
export function importedLines(body: Buffer): Line[] {
  const lines: Line[] = []
  for (const [i, raw] of decoded(body)
    .split(/\r\n|\n|\r/)
    .entries()) {
    const text = raw.trim()
    if (text === '' || /^[#;]/.test(text)) continue
    if (text.includes('=')) lines.push({ at: i + 1, text })
    else {
      const line = fromCsv(text)
      // A heading is no mistake.
      if (i === 0 && !/\d/.test(text)) continue
      lines.push({ at: i + 1, text: line ?? text })
    }
  }
  return lines
}

function fromCsv(text: string): string | null {
  const [number, target, ...more] = text.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  if (number === undefined || target === undefined) return null
  // Further columns, such as a name, do not matter.
  if (more.length > 50 || /[^\d\s()+-]/.test(number) || /[^\d\s]/.test(target)) return null
  return `${number.replace(/\D/g, '')}=${target.replace(/\D/g, '')}`
}

/** UTF-8 with or without a mark, else what Windows editors write here. */
function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return new TextDecoder('windows-1251').decode(body)
  }
}

export async function previewImport(
  routing: Rooms,
  base: string,
  lines: readonly Line[],
): Promise<v.InferOutput<typeof ImportPreview>> {
  const { rules, refused, refusedCount } = await read(lines, routing.settings)
  const preview: v.InferOutput<typeof ImportPreview> = {
    added: 0,
    changed: 0,
    removed: 0,
    same: 0,
    changes: [],
    refused,
    refusedCount,
  }
  let done = 0
  for (const [number, after] of rules) {
    if (++done % SLICE === 0) await breathe()
    const before = routing.ruleOf(base, number)
    if (before === after) {
      preview.same++
      continue
    }
    if (before === null) preview.added++
    else if (after === null) preview.removed++
    else preview.changed++
    if (preview.changes.length < SHOWN) preview.changes.push({ number, before, after })
  }
  return preview
}

/** Writes what is not so already, in parts; repeated with the same `id`, each part is done once. @throws TrubkaError */
export async function runImport(
  routing: Rooms,
  { base, lines, by, id }: { base: string; lines: readonly Line[]; by: string; id: string },
): Promise<v.InferOutput<typeof ImportAnswer>> {
  const { rules, refusedCount } = await read(lines, routing.settings)
  const texts = [...rules].map(([number, target]) => `${number}=${target ?? ''}`)
  let written = 0
  for (let from = 0; from < texts.length; from += MAX_RULE_LINES) {
    const part = texts.slice(from, from + MAX_RULE_LINES)
    const answer = await routing.write({ base, lines: part, by, commandId: `${id}.${from}` })
    written += answer.written
  }
  return { written, refusedCount }
}

async function read(
  lines: readonly Line[],
  settings: RoutingSettings,
): Promise<{ rules: Map<string, string | null>; refused: RefusedLine[]; refusedCount: number }> {
  const rules = new Map<string, string | null>()
  const refused: RefusedLine[] = []
  let refusedCount = 0
  for (const [i, { at, text }] of lines.entries()) {
    if (i % SLICE === SLICE - 1) await breathe()
    const rule = readRuleLine(text, settings)
    if (typeof rule !== 'string') rules.set(rule.key, rule.target)
    else if (++refusedCount <= SHOWN) refused.push({ at, line: text.slice(0, 80), fault: rule })
  }
  return { rules, refused, refusedCount }
}
