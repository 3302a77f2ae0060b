import type { Line } from '../protocol/state.ts'
import type { ShownStatus } from '../protocol/status.ts'
import { lineText } from './line.ts'
import { moment } from './moment.ts'
import { plain } from './text.ts'
import type { Language } from './words/language.ts'
import { statusWords } from './words/status.ts'

/** How a person is drawn: by their line, and where that is free, by what they say of themselves (SPEC A8). */
export type PresenceLook = Line['state'] | 'away' | 'doNotDisturb'

/** Null when nothing is known. */
export function presenceLook(line: Line | null, status: ShownStatus | null): PresenceLook | null {
  if (status?.kind === 'doNotDisturb') return 'doNotDisturb'
  if (line && line.state !== 'free') return line.state
  return status && status.kind !== 'available' ? 'away' : (line?.state ?? null)
}

/** «говорит с Петровым, на обеде до 14:00»; empty when nothing is known. */
export function presenceText(line: Line | null, status: ShownStatus | null, language: Language): string {
  const own = statusText(status, language)
  // That the line of somebody who is away is free says nothing.
  const isFree = line?.state === 'free' && status !== null && status.kind !== 'available'
  const texts = [isFree ? '' : lineText(line, language), own].filter((text) => text !== '')
  return texts.join(', ')
}

/** «На обеде до 14:00, лучше на мобильный: перезвоню»; of who is available only what they have written. */
export function statusText(status: ShownStatus | null, language: Language): string {
  if (!status) return ''
  const words = statusWords[language]
  const { kind, until, reach } = status
  const note = plain(status.note, 100)
  const what = kind === 'available' ? '' : status.idle === true ? words.idle : words.kinds[kind]
  const how = [what, until === null ? '' : words.until(moment(until, language))].filter((text) => text !== '').join(' ')
  const parts = [how, reach === null ? '' : words.reach[reach]].filter((text) => text !== '').join(', ')
  return [parts, note].filter((text) => text !== '').join(': ')
}
