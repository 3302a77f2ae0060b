import { setImmediate as breathe } from 'node:timers/promises'
import type * as v from 'valibot'
import { TrubkaError } from '../../protocol/errors.ts'
import { MAX_RULE_LINES } from '../../protocol/methods.ts'
import type { Routing, RuleWrite } from '../routing/routing.ts'
import type { ImportAnswer, ImportPreview } from './contract.ts'
import { ImportedRules } from './imported-rules.ts'

const SHOWN = 100
/** Rules compared before other work gets its turn. */
const SLICE = 2000

type Rooms = Pick<Routing, 'settings' | 'ruleOf' | 'write'>

/** What the file would change. */
export async function previewImport(
  routing: Rooms,
  base: string,
  file: Buffer,
): Promise<v.InferOutput<typeof ImportPreview>> {
  const rules = await ImportedRules.read(file, routing.settings)
  const preview: v.InferOutput<typeof ImportPreview> = {
    added: 0,
    changed: 0,
    removed: 0,
    same: 0,
    changes: [],
    refused: rules.refused,
    refusedCount: rules.refusedCount,
  }
  for (let i = 0; i < rules.size; i++) {
    if (i % SLICE === SLICE - 1) await breathe()
    const { number, target: after } = rules.at(i)
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
  { base, file, id, ...who }: { base: string; file: Buffer; id: string } & Pick<RuleWrite, 'by' | 'from'>,
): Promise<v.InferOutput<typeof ImportAnswer>> {
  if (!routing.settings.enabled) throw new TrubkaError('routingOff')
  const rules = await ImportedRules.read(file, routing.settings)
  const answer = { written: 0, same: 0, refusedCount: rules.refusedCount }
  // A part is so many rules of the file, written or not: a repetition must have the same parts.
  for (let first = 0; first < rules.size; first += MAX_RULE_LINES) {
    const lines: string[] = []
    for (let i = first; i < Math.min(first + MAX_RULE_LINES, rules.size); i++) {
      if (i % SLICE === SLICE - 1) await breathe()
      const { number, target } = rules.at(i)
      if (routing.ruleOf(base, number) === target) answer.same++
      else lines.push(`${number}=${target ?? ''}`)
    }
    if (lines.length === 0) continue
    const { written } = await routing.write({ base, lines, ...who, commandId: `${id}.${first}` })
    answer.written += written
  }
  return answer
}
