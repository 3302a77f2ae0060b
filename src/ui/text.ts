/** Longest text from outside that is put on a screen; more is cut, not scrolled. */
const MAX_SHOWN = 200

/**
 * Names and numbers come from the PBX and from callers: control characters and marks that turn the direction of
 * writing are taken out (Unicode categories Cc, Cf), white space is made one space, and 10,000 characters are cut.
 */
export function plain(hostile: string, max = MAX_SHOWN): string {
  // Cut first: there is no need to look at a megabyte for the sake of one line.
  const text = hostile
    .slice(0, max * 4)
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
  const letters = Array.from(text)
  return letters.length > max ? `${letters.slice(0, max).join('')}…` : text
}
