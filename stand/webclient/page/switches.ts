import { SAVE_OUTCOMES } from '../wire.ts'

/** What the stand may do in more than one way, because nobody knows which way a real base does it (DYNAMICS). */
const CHOICES = {
  /** What becomes of a list's row nodes when its contents change (D4). */
  rows: ['reuse', 'replace', 'rotate', 'legacy'],
  /** How a write ends (D6). */
  save: SAVE_OUTCOMES,
  /** The contact fields after a write: kept, or removed and built again (D6.7). */
  ki: ['keep', 'recreate'],
  /** Where the notification of a write appears (D6.5). */
  confirm: ['old', 'new'],
  /** «Записать и закрыть»: which comes first, the notification or the form's removal (D6.6). */
  order: ['close-first', 'confirm-first'],
  /** The form's caption: in attributes, or as text of an older base (D3). */
  captions: ['attribute', 'text-node'],
  /** A label field's text: a new text node each time, or the same node changed (D3). */
  labels: ['text-node', 'same-node'],
  /** The routing field (D8). */
  routing: ['field', 'other-caption', 'read-only', 'absent'],
  /** Does 1C itself refuse a user without an internal number (D8)? */
  users: ['any', 'with-number'],
  /** fast = waits of some milliseconds; real = as in life; harsh = one write of twenty blocks for 5 s (D12). */
  pace: ['real', 'fast', 'harsh'],
} as const

type Choices = typeof CHOICES
export type Switches = { [K in keyof Choices]: Choices[K][number] } & { seed: number; slowMs: number }
export type SwitchChange = { [K in keyof Switches]?: string | number }

export const switches: Switches = {
  rows: 'reuse',
  save: 'ok',
  ki: 'keep',
  confirm: 'new',
  order: 'close-first',
  captions: 'attribute',
  labels: 'text-node',
  routing: 'field',
  users: 'any',
  pace: 'real',
  seed: 1,
  slowMs: 8000,
}

const isChoice = (name: string): name is keyof Choices => name in CHOICES

function change(name: string, value: string | number): void {
  if (name === 'seed' || name === 'slowMs') {
    switches[name] = Number(value)
    return
  }
  if (!isChoice(name)) throw new Error(`stand: no switch ${name}`)
  const allowed: readonly string[] = CHOICES[name]
  if (!allowed.includes(String(value))) {
    throw new Error(`stand: ${name} is one of ${allowed.join(', ')}, not ${String(value)}`)
  }
  Object.assign(switches, { [name]: value })
}

/** Changes switches while the page runs; a name or value that does not exist throws, so a typing error in a test is seen. */
export function setSwitches(changes: SwitchChange): void {
  for (const [name, value] of Object.entries(changes)) change(name, value)
}

/** Takes what it knows from the address; unknown parameters belong to others. */
export function readSwitches(query: URLSearchParams): void {
  for (const [name, value] of query) if (name in switches) change(name, value)
}
