import type * as v from 'valibot'
import { rulesAreSigned } from '../../protocol/rule-signature.ts'
import type { Identity } from '../identity/identity.ts'
import type { Ledger, LedgerEntry, LedgerRecord } from '../ledger/ledger.ts'
import { ADMINISTRATOR, COMMAND_LINE, interactionsOf, pageWriterOf, tokenOf } from '../writers.ts'
import type {
  ChangeEntry,
  ChangesPage,
  HistoryEntry,
  HistoryPage,
  ListeningEntry,
  ListeningsPage,
  Writer,
} from './contract.ts'

/** Records read at once. */
const BLOCK = 256
/** Records, and lines of rules, looked at for one answer; who wants more asks on, and nobody else waits. */
const LOOKED_AT = 20_000
const LINES_LOOKED_AT = 500_000
const PAGE = 50
const SHOWN_LINES = 20

export type HistoryNames = {
  operator(id: string): string
  token(id: string): { base: string; name: string } | null
  identity: Pick<Identity, 'operators' | 'publicKey'>
}

/** Whoever edited a file; only the system knows who it was. */
const EDITOR: Writer = { kind: 'file', name: '' }

const RULES = ['rules.written', 'file.edited'] as const
const CHANGES = [
  'settings.changed',
  'token.made',
  'token.revoked',
  'file.edited',
  'operator.paired',
  'operator.revoked',
  'role.given',
  'book.named',
  'book.filled',
  'book.removed',
] as const
type Found<T> = { entries: T[]; before: number | null }

/** Who wrote which rule when, who changed which setting, who listened to which call: read from the ledger, newest first (SPEC C11). */
export class History {
  readonly #ledger: Ledger
  readonly #names: HistoryNames

  constructor(ledger: Ledger, names: HistoryNames) {
    this.#ledger = ledger
    this.#names = names
  }

  /**
   * `part` = digits of a number: of each record only the lines that hold them; or a part of the address it came from, or of
   * a name: whole records.
   */
  async rules(what: {
    base: string | null
    part: string
    before: number | null
  }): Promise<v.InferOutput<typeof HistoryPage>> {
    const wanted = wantedIn(what.part)
    const found = await this.#search(what.before, RULES, ({ seq, at, record }) => {
      const write = this.#writeIn(record)
      if (write === null || (what.base !== null && write.base !== what.base)) return null
      const { base, by, from, lines: all, count } = write
      if (!`${by.name}\n${from}`.toLowerCase().includes(wanted.whence)) return null
      const entry = { seq, at, base, by, from }
      if (wanted.number === '') return { record, entry: { ...entry, lines: all.slice(0, SHOWN_LINES), count } }
      const lines = all.filter((line) => isWanted(numberIn(line), wanted.number))
      if (lines.length === 0) return null
      return { record, entry: { ...entry, lines: lines.slice(0, SHOWN_LINES), count: lines.length } }
    })
    const entries: HistoryEntry[] = []
    for (const { record, entry } of found.entries) entries.push({ ...entry, signed: await this.#signed(record) })
    return { entries, before: found.before }
  }

  /** Looked at anew each time: what somebody has changed in the ledger's files is not signed by anybody. */
  async #signed(record: LedgerRecord): Promise<HistoryEntry['signed']> {
    if (record.type !== 'rules.written' || !record.signed) return null
    const { commandId, by, signed } = record
    const { operators, publicKey } = this.#names.identity
    const browser = operators.everKnown(signed.keyId)
    if (browser?.operator !== by) return { right: false, browser: '' }
    const rules = { commandId, page: signed.page, lines: signed.lines ?? record.lines, signature: signed.signature }
    return { right: await rulesAreSigned(rules, browser, publicKey), browser: browser.browser ?? '' }
  }

  /** Rules that somebody has written, one way or the other; null = the record is of something else. */
  #writeIn(record: LedgerRecord): Omit<HistoryEntry, 'seq' | 'at' | 'signed'> | null {
    if (record.type === 'rules.written') {
      const { base, by, from = '', lines } = record
      return { base, by: this.#writer(by), from, lines, count: lines.length }
    }
    if (record.type !== 'file.edited' || !record.changed?.count) return null
    const { base, changed } = record
    return { base, by: EDITOR, from: fileOf(base), ...changed }
  }

  changes(before: number | null): Promise<v.InferOutput<typeof ChangesPage>> {
    return this.#search(before, CHANGES, (entry) => this.#change(entry))
  }

  /** Who has listened to whose calls. */
  async listenings(before: number | null): Promise<v.InferOutput<typeof ListeningsPage>> {
    const found = await this.#search(before, ['recording.opened'], ({ seq, at, record }) =>
      record.type === 'recording.opened' ? { seq, at, record } : null,
    )
    const entries: ListeningEntry[] = []
    for (const { seq, at, record } of found.entries) {
      const { by, from, call } = record
      entries.push({ seq, at, by: this.#writer(by), from, call: await this.#call(call) })
    }
    return { entries, before: found.before }
  }

  async #call(number: number): Promise<ListeningEntry['call']> {
    for await (const { record } of this.#ledger.read(number - 1, ['call.recorded'], number)) {
      if (record.type !== 'call.recorded') continue
      const { number, startedAt, caller, talks } = record
      const staff = [...(caller === null ? [] : [caller]), ...talks.map(({ who }) => who)]
      return { number, startedAt, staff: [...new Set(staff)] }
    }
    return null
  }

  #change({ seq, at, record }: LedgerEntry): ChangeEntry | null {
    switch (record.type) {
      case 'settings.changed': {
        const { by, from, routing, interactions, keepDays } = record
        const settings = { ...routing, ...(interactions && { interactions }), ...(keepDays && { keepDays }) }
        return { seq, at, by: this.#writer(by), from, change: { what: 'settings', settings } }
      }
      case 'token.made': {
        const { by, from, base, name, id } = record
        return { seq, at, by: this.#writer(by), from, change: { what: 'tokenMade', base, name, id } }
      }
      case 'token.revoked': {
        const { by, from, id } = record
        const { base, name } = this.#names.token(id) ?? { base: '', name: '' }
        return { seq, at, by: this.#writer(by), from, change: { what: 'tokenRevoked', base, name, id } }
      }
      case 'file.edited': {
        const { base, before, after, putBack = 0 } = record
        const change = { what: 'fileEdited', base, rulesBefore: before, rulesAfter: after, putBack } as const
        return { seq, at, by: EDITOR, from: fileOf(base), change }
      }
      case 'book.named': {
        const { by, from, name } = record
        return { seq, at, by: this.#writer(by), from, change: { what: 'bookNamed', name } }
      }
      case 'book.removed': {
        const { by, from, name } = record
        return { seq, at, by: this.#writer(by), from, change: { what: 'bookRemoved', name } }
      }
      case 'book.filled': {
        const { by, from, whole } = record
        return whole ? { seq, at, by: this.#writer(by), from, change: { what: 'bookFilled', ...whole } } : null
      }
      case 'operator.paired': {
        const operator = this.#names.operator(record.operator)
        const { browser = '', from = '' } = record
        return { seq, at, by: this.#writer(record.operator), from, change: { what: 'paired', operator, browser } }
      }
      case 'operator.revoked': {
        const { keyId, by = '', from = '' } = record
        const known = this.#names.identity.operators.everKnown(keyId)
        const operator = known ? this.#names.operator(known.operator) : ''
        const change = { what: 'revoked', operator, browser: known?.browser ?? '' } as const
        return { seq, at, by: this.#writer(by), from, change }
      }
      case 'role.given': {
        const { by, from, role } = record
        const operator = this.#names.operator(record.operator)
        return { seq, at, by: this.#writer(by), from, change: { what: 'roleGiven', operator, role } }
      }
      default:
        return null
    }
  }

  async #search<T>(
    before: number | null,
    types: readonly LedgerRecord['type'][],
    pick: (entry: LedgerEntry) => T | null,
  ): Promise<Found<T>> {
    let end = before === null ? this.#ledger.last : before - 1
    const least = Math.max(0, end - LOOKED_AT)
    const entries: T[] = []
    let lines = 0
    while (end > least && lines < LINES_LOOKED_AT) {
      const begin = Math.max(least, end - BLOCK)
      // Picked as they come: what was read is large, and what is shown of it small.
      const block: { seq: number; picked: T }[] = []
      for await (const entry of this.#ledger.read(begin, types, end)) {
        if (entry.record.type === 'rules.written') lines += entry.record.lines.length
        const picked = pick(entry)
        if (picked !== null) block.push({ seq: entry.seq, picked })
      }
      for (const { seq, picked } of block.reverse()) {
        entries.push(picked)
        if (entries.length === PAGE) return { entries, before: seq > 1 ? seq : null }
      }
      end = begin
    }
    return { entries, before: end > 0 ? end + 1 : null }
  }

  #writer(by: string): Writer {
    if (by === ADMINISTRATOR) return { kind: 'administrator', name: '' }
    if (by === COMMAND_LINE) return { kind: 'command', name: '' }
    const token = tokenOf(by)
    if (token !== null) return { kind: 'token', name: this.#names.token(token)?.name || token }
    const user = interactionsOf(by)
    if (user !== null) return { kind: 'interactions', name: this.#names.operator(user) }
    const operator = pageWriterOf(by) ?? by
    const name = this.#names.operator(operator)
    return name === '' ? { kind: 'other', name: operator.slice(0, 80) } : { kind: 'operator', name }
  }
}

const fileOf = (base: string): string => `${base}.roustable`

/** Letters make a name, a colon or what an address may begin with an address; all else is taken for a number in any form. */
function wantedIn(part: string): { number: string; whence: string } {
  const text = part.trim().toLowerCase()
  if (/[\p{L}:]/u.test(text) || isPartOfAddress(text)) return { number: '', whence: text }
  return { number: text.replace(/[^0-9]/g, ''), whence: '' }
}

/** `8.903.567.78.76` is a number: it has more than four parts, or one that no address has. */
function isPartOfAddress(text: string): boolean {
  const parts = text.split('.')
  return parts.length > 1 && parts.length <= 4 && parts.every((part) => /^\d{0,3}$/.test(part) && Number(part) < 256)
}

/** A rule has a number's last digits; who looks for one may give all of it. */
const isWanted = (number: string, wanted: string): boolean => number.includes(wanted) || wanted.endsWith(number)

const numberIn = (line: string): string => line.slice(0, line.indexOf('='))
