import { setImmediate as breathe } from 'node:timers/promises'

/** So much of a text is cut into lines, and these are worked on, before other work gets its turn: some milliseconds at worst. */
const SLICE = 16 * 1024

/**
 * The lines of a text, however they end, some at a time; other work gets its turn in between.
 * @throws what the decoder throws
 */
export async function* textLines(bytes: Buffer, decoder: TextDecoder): AsyncGenerator<string[], void, undefined> {
  let rest = ''
  let afterReturn = false
  for (let at = 0; at < bytes.length; at += SLICE) {
    if (at > 0) await breathe()
    let text = decoder.decode(bytes.subarray(at, at + SLICE), { stream: true })
    // The two characters of one line's end may lie in two slices.
    if (afterReturn && text.startsWith('\n')) text = text.slice(1)
    if (text === '') continue
    afterReturn = text.endsWith('\r')
    const lines = text.split(/\r\n|\n|\r/)
    lines[0] = rest + (lines[0] ?? '')
    rest = lines.pop() ?? ''
    yield lines
  }
  yield [rest + decoder.decode()]
}
