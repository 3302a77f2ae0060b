import { switches } from './switches.ts'

const NBSP = '\u00a0'

/** A caption as this base writes it: with a colon or without, its spaces plain or not to be broken (D11). */
export function captionText(caption: string): string {
  const text = switches.colons === 'off' ? caption.replace(/:$/, '') : caption
  return switches.spaces === 'nbsp' ? text.replaceAll(' ', NBSP) : text
}

/** All texts of what the server has sent, with the spaces this base has. */
export function asShown<T>(answer: T): T {
  return switches.spaces === 'nbsp' ? mapTexts(answer, (text) => text.replaceAll(' ', NBSP)) : answer
}

/** And back, for what is written. */
export function asKept<T>(object: T): T {
  return switches.spaces === 'nbsp' ? mapTexts(object, (text) => text.replaceAll(NBSP, ' ')) : object
}

/** The same structure with other texts: JSON knows a way through any of them. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) => (typeof each === 'string' ? change(each) : each))
}
