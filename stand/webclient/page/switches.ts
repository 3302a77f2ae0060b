import { SAVE_OUTCOMES } from '../wire.ts'

/** What the stand may do in more than one way, because nobody knows which way a real base does it (DYNAMICS). */
const CHOICES = {
  /** What becomes of a list's row nodes when its contents change (D4). */
  rows: ['reuse', 'replace', 'rotate', 'legacy'],
  /** A cell's text: the same text node changed, or a new one each time (D4). */
  cells: ['same-node', 'text-node'],
  /** A list's head: one line, two storeys with group captions that have no cells, or none at all (WEBCLIENT 1.4). */
  heads: ['single', 'storeys', 'none'],
  /** The preview panel: late and label by label, or at once (D5). */
  preview: ['late', 'at-once'],
  /** How a write ends (D6). */
  save: SAVE_OUTCOMES,
  /** The contact fields after a write: kept, or removed and built again, under the same names or others (D6.7). */
  ki: ['keep', 'recreate', 'renumber'],
  /** Where the notification of a write appears, if it does (D6.5). */
  confirm: ['old', 'new', 'none'],
  /** Does the caption of a changed form have an asterisk (D6.4)? */
  asterisk: ['shown', 'none'],
  /** What is seen while the page stands still (D6.2). */
  curtain: ['shown', 'none'],
  /** How a refused write is told (D6). */
  refusal: ['both', 'balloon', 'messages'],
  /** «Записать и закрыть»: which comes first, the notification or the form's removal (D6.6). */
  order: ['close-first', 'confirm-first'],
  /** The form's caption: in attributes, or as text of an older base (D3). */
  captions: ['attribute', 'text-node'],
  /** A label field's text: a new text node each time, or the same node changed (D3). */
  labels: ['text-node', 'same-node'],
  /** The routing field (D8). */
  routing: ['field', 'other-caption', 'read-only', 'disabled', 'chosen-only', 'hidden-page', 'absent'],
  /** Does 1C itself refuse a user without an internal number (D8)? */
  users: ['any', 'with-number'],
  /** A phone that was typed: rewritten as the phone dialog would, or left as it is (D2). */
  masks: ['phone', 'none'],
  /** «ОтложеннаяИнициализация»: the contact fields of a hidden page are built when its tab is opened (D7). */
  deferred: ['on', 'off'],
  /** A form's number: one more than any before, or the lowest that is free again (D1). */
  numbers: ['new', 'reused'],
  /** Where a form opens: on a page of its own, or in a window over the one that is shown (D1). */
  forms: ['page', 'window'],
  /** The ids of a window: with the page's number or without (D1). */
  windows: ['page', 'top'],
  /** A window dims what is under it, or lets it be used (D1). */
  modal: ['surface', 'none'],
  /** Captions with a colon or without; spaces plain or not to be broken (D11). */
  colons: ['on', 'off'],
  spaces: ['plain', 'nbsp'],
  /** fast = waits of some milliseconds; real = as in life; harsh = one write of twenty blocks for 5 s (D12). */
  pace: ['real', 'fast', 'harsh'],
} as const

type Choices = typeof CHOICES
export type Switches = { [K in keyof Choices]: Choices[K][number] } & { seed: number; slowMs: number }
export type SwitchChange = { [K in keyof Switches]?: string | number }

export const switches: Switches = {
  rows: 'reuse',
  cells: 'same-node',
  heads: 'single',
  preview: 'late',
  save: 'ok',
  ki: 'keep',
  confirm: 'new',
  asterisk: 'shown',
  curtain: 'shown',
  refusal: 'both',
  order: 'close-first',
  captions: 'attribute',
  labels: 'text-node',
  routing: 'field',
  users: 'any',
  masks: 'phone',
  deferred: 'on',
  numbers: 'new',
  forms: 'page',
  windows: 'page',
  modal: 'surface',
  colons: 'on',
  spaces: 'plain',
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
