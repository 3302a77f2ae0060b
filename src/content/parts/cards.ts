import { ask } from '../../platform/page.ts'
import { ForwardCommand } from '../forward-command.ts'
import { Forwarding } from '../forwarding.ts'
import { copyText } from '../overlay/copy.ts'
import { offerPart } from '../parts.ts'
import type { OpenCards } from './types.ts'

// Runs when the first card with «Переключение звонков на» is seen (SPEC C6). What is saved until then is kept by the
// part that watches saves, and told here once this is there.

/** «Последние цифры телефонного номера» until the server has said otherwise (SPEC C3). */
const LAST_DIGITS = 10

const openCards: OpenCards = (doc, { mirror, note, saves }, signal) => {
  const lastDigits = () => mirror()?.state?.routing.lastDigits ?? LAST_DIGITS
  const connected = () => mirror()?.connection === 'online'
  const forwarding = new Forwarding({ ask, signal, lastDigits, connected, note })
  const command = new ForwardCommand({
    ask,
    copy: (text) => copyText(text, doc),
    note,
    meant: (form, who) => forwarding.mean(form, who),
  })
  return {
    look: (cards) => {
      const now = mirror()
      if (!now || now.connection === 'notPaired') return
      forwarding.look(cards, saves)
      command.look(cards)
    },
    saved: (card) => forwarding.saved(card),
  }
}

offerPart('cards', openCards)
