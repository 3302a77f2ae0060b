import { format } from '../phone/format.ts'
import type { Party } from '../protocol/call.ts'
import type { Customer } from '../protocol/customer.ts'
import { plain } from './text.ts'
import { callWords } from './words/call.ts'
import type { Language } from './words/language.ts'

/** Who the other side is, line by line, ready to be shown: cleaned, cut, in words. */
export type PartyText = {
  title: string
  /** As it is shown; empty when it already stands in the title. */
  number: string
  lines: string[]
}

const MAX_OTHERS = 2

export function partyText(party: Party, language: Language): PartyText {
  const words = callWords[language]
  const number = party.number === '' ? words.hiddenNumber : format(plain(party.number, 40))
  const sentName = plain(party.name)
  // Many lines send the number as the name; that says nothing.
  const name = sentName.replace(/\D/g, '') === party.number.replace(/\D/g, '') ? '' : sentName

  const { colleague } = party
  if (colleague) {
    const internal = colleague.number ?? party.number
    return {
      title: plain(colleague.name),
      number: words.internal(plain(internal, 40)),
      lines: present([plain(colleague.department)]),
    }
  }
  const [first, ...others] = party.customers
  if (first) {
    const title = titleOf(first) || number
    const lines = [
      first.contact === '' ? '' : plain(first.counterparty),
      first.responsible === '' ? '' : words.responsible(plain(first.responsible)),
      others.length === 0
        ? ''
        : words.alsoKnownAs(
            others.slice(0, MAX_OTHERS).map(titleOf).join(', '),
            Math.max(0, others.length - MAX_OTHERS),
          ),
    ]
    return { title, number: title === number ? '' : number, lines: present(lines) }
  }
  if (party.identity === 'unavailable') {
    return { title: name || number, number: name ? number : '', lines: [words.customersNotLoaded] }
  }
  if (party.number === '') return { title: number, number: '', lines: present([name]) }
  return { title: words.unknownNumber, number, lines: present([name]) }
}

const titleOf = (customer: Customer) => plain(customer.contact) || plain(customer.counterparty)
const present = (lines: string[]) => lines.filter((line) => line !== '')
