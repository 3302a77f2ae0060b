import * as v from 'valibot'
import { ThinClientAddress } from '../protocol/navigation-link.ts'

/** Joins letters and pictures into one: «👩‍⚕️»; the other invisible characters only deceive. */
const JOINERS = '\u200C\u200D'
const INVISIBLE = new RegExp(`(?![\\n\\t${JOINERS}])[\\p{Cc}\\p{Cf}]|\\p{Cs}`, 'gu')

/** What somebody wrote, as it is shown: lines of text, no control characters, nothing that turns the direction of writing. */
export const chatText = (hostile: string): string => hostile.replace(/\r\n?/g, '\n').replace(INVISIBLE, '')

/** `at` = where it begins. */
export type TextPiece = { at: number; text: string; href: string | null }

const ADDRESS = /\b(?:https?|e1c):\/\/[^\s<>"']+/giu
/** What more often belongs to the sentence than to the address in it. */
const ENDING = /[.,;:!?…»)\]}]+$/u

/**
 * The text in pieces; addresses of the web and of 1C's thin client among them can be followed, and lead nowhere but where
 * they say.
 */
export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  let at = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(ENDING, '')
    const href = hrefOf(address)
    if (href === null) continue
    if (index > at) pieces.push({ at, text: text.slice(at, index), href: null })
    pieces.push({ at: index, text: address, href })
    at = index + address.length
  }
  if (at < text.length) pieces.push({ at, text: text.slice(at), href: null })
  return pieces
}

function hrefOf(address: string): string | null {
  if (/^e1c:/iu.test(address)) {
    const [place = '', link] = address.split('#')
    return v.is(ThinClientAddress, place) && (link === undefined || /^e1cib\/[^\s#]{1,400}$/u.test(link))
      ? address
      : null
  }
  if (!URL.canParse(address)) return null
  const { protocol, username, password, href } = new URL(address)
  // A name before the host makes it look like another one.
  return /^https?:$/.test(protocol) && username === '' && password === '' ? href : null
}
