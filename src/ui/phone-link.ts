import { dialable } from './choices.ts'

const SCHEME = /^(tel|callto|sips?):(?:\/\/)?/i
const MAX_LENGTH = 300

/**
 * What a `tel:` (RFC 3966), `callto:` or `sip:` (RFC 3261, 19.1) address would have dialled; null when that is no number.
 * An extension (`;ext=`) is left to the operator, as everywhere.
 */
export function numberOfLink(href: string): string | null {
  const scheme = SCHEME.exec(href)
  if (!scheme || href.length > MAX_LENGTH) return null
  const [address = ''] = href.slice(scheme[0].length).split('?')
  const [name = '', ...parameters] = address.split(';').map(decoded)
  // Of a SIP address the user's part, which may have a password.
  const [user = ''] = (/^sip/i.test(scheme[1] ?? '') || name.includes('@') ? name.split(/[:@]/) : [name]).map((part) =>
    part.trim(),
  )
  const number = dialable(user)
  if (number === null || number.startsWith('+')) return number
  const whole = dialable(`${contextOf(parameters)}${number}`)
  // Only a whole number is known for one; else the prefix was that of an office, within which it stays short.
  return whole === null || whole.startsWith('+') ? number : whole
}

/** The prefix in which a short number is one (RFC 3966, 5.1.5): `;phone-context=+7-495`. A domain is no prefix. */
function contextOf(parameters: string[]): string {
  const [, prefix = ''] = parameters.map((each) => /^phone-context=(\+[\d().-]+)$/i.exec(each)).find(Boolean) ?? []
  return prefix.replace(/[^+\d]/g, '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Half of a letter: what is left is no number.
    return ''
  }
}
