import * as v from 'valibot'
import { ChatLink } from '../../protocol/chat.ts'
import type { JournalCall } from '../../protocol/journal.ts'
import type { Base, OperatorState } from '../../protocol/state.ts'
import { dialable } from '../../ui/choices.ts'
import { plain } from '../../ui/text.ts'

type ClientLink = Extract<ChatLink, { kind: 'client' }>

const MOST_OFFERED = 3

/** The clients of the calls that are going on, with a card to open. */
export function clientsOf({ calls }: Pick<OperatorState, 'calls'>): ClientLink[] {
  const customers = calls.flatMap(({ party }) => party.customers)
  const links = customers.flatMap(({ base, link, contact, counterparty }) =>
    link === undefined ? [] : linkOf({ kind: 'client', base, link, title: plain(counterparty) || plain(contact) }),
  )
  return [...new Map(links.map((link) => [link.link, link])).values()].slice(0, MOST_OFFERED)
}

/** An address of a card in 1C, as 1C gives it out, or the browser: it becomes a link to it. Null for any other text. */
export function clientLinkOf(text: string, bases: readonly Base[], title: string): ClientLink | null {
  const typed = text.trim()
  const at = typed.indexOf('e1cib/')
  if (at < 0 || /\s/.test(typed)) return null
  const before = typed.slice(0, at)
  const link = typed.slice(at)
  const base =
    before === ''
      ? bases.length === 1 && bases[0]
      : bases.find(
          ({ urls, thinClient }) =>
            before.endsWith('#') && [...urls, thinClient].some((each) => each !== undefined && before.startsWith(each)),
        )
  if (!base) return null
  return linkOf({ kind: 'client', base: base.id, link, title: `${title}, ${plain(base.name)}` })[0] ?? null
}

/** A call of the history, with whom it was. */
export function callLinkOf({ id, at, party }: JournalCall, title: string): ChatLink {
  return { kind: 'call', call: id, number: dialable(party.number) ?? '', at, title: title.slice(0, 200) || '—' }
}

function linkOf(link: ClientLink): ClientLink[] {
  const found = v.safeParse(ChatLink, { ...link, title: link.title.slice(0, 200) })
  return found.success && found.output.kind === 'client' ? [found.output] : []
}
