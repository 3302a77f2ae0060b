/** Longest text taken from a PBX; a name on a phone's display is far shorter. Characters, not bytes. */
export const MAX_TEXT = 200

/** Control characters (C0, DEL, C1), the marks that turn the direction of text (Unicode UAX 9), and separators that break lines. */
const INVISIBLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu

/**
 * The border for text from the outside (a caller's name can hold anything): control and bidi characters are dropped,
 * the rest is cut to `max` characters and otherwise kept as it is. Markup stays: it is shown as text only.
 */
export function plainText(text: string, max = MAX_TEXT): string {
  // Cut first, so that ten megabytes of marks do not cost more than a few hundred characters do.
  const short = text
    .slice(0, max * 20)
    .replace(INVISIBLE, '')
    .slice(0, max)
  const last = short.charCodeAt(short.length - 1)
  // Half of a surrogate pair is no character.
  return last >= 0xd800 && last <= 0xdbff ? short.slice(0, -1) : short
}
