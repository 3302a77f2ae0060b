import { ask } from '../../platform/page.ts'
import { ForwardCommand } from '../forward-command.ts'
import { Forwarding } from '../forwarding.ts'
import { Saves } from '../onec/saves.ts'
import { copyText } from '../overlay/copy.ts'
import { offerPart } from '../parts.ts'
import type { OpenCards } from './types.ts'

// Runs when the first card with «Переключение звонков на» is seen (SPEC C6).

/** «Последние цифры телефонного номера» until the server has said otherwise (SPEC C3). */
const LAST_DIGITS = 10

const openCards: OpenCards = (doc, { mirror, note }, signal) => {
  const lastDigits = () => mirror()?.state?.routing.lastDigits ?? LAST_DIGITS
  const connected = () => mirror()?.connection === 'online'
  const forwarding = new Forwarding({ ask, signal, lastDigits, connected, note })
  const command = new ForwardCommand({
    ask,
    copy: (text) => copyText(text, doc),
    note,
    meant: (form, who) => forwarding.mean(form, who),
  })
  const saves = new Saves(doc, { saved: (card) => forwarding.saved(card) })
  saves.start(signal)
  return {
    look: (cards) => {
      saves.look(cards)
      const now = mirror()
      if (!now || now.connection === 'notPaired') return
      forwarding.look(cards, saves)
      command.look(cards)
    },
    glance: (cards, records) => saves.glance(cards, records),
  }
}

offerPart('cards', openCards)
