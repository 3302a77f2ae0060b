/** No message of ours is deeper than ten. */
export const DEEPEST = 32

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENS: ReadonlySet<number> = new Set([0x5b, 0x7b])
const CLOSES: ReadonlySet<number> = new Set([0x5d, 0x7d])

/** Whether JSON goes deeper than whoever reads it should have to; looked at before anything of it is built in memory. */
export function isTooDeep(json: Uint8Array, deepest = DEEPEST): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0
    if (inText) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) inText = false
    } else if (byte === QUOTE) inText = true
    else if (OPENS.has(byte)) {
      if (++depth > deepest) return true
    } else if (CLOSES.has(byte)) depth--
  }
  return false
}
