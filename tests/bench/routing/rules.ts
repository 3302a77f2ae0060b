import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { seeded } from '../../support/random.ts'

/** Clients' numbers spread over a country's mobile numbers: each `STEP`th of them has a rule. */
const FIRST = 9_000_000_000
const STEP = 97

const numberOf = (n: number): string => String(FIRST + n * STEP)

/** A file of `count` rules, in no order, as the years bring them. */
export async function writeRules(file: string, count: number): Promise<void> {
  const out = createWriteStream(file)
  // Coprime with any power of ten, so that each rule comes once.
  const stride = 7_654_321
  let text = ''
  for (let i = 0, n = 0; i < count; i++, n = (n + stride) % count) {
    text += `${numberOf(n)}=${100 + (n % 900)}\n`
    if (text.length < 1_000_000) continue
    if (!out.write(text)) await once(out, 'drain')
    text = ''
  }
  out.end(text)
  await once(out, 'close')
}

/** Numbers to be looked up, each a text that nobody has seen before, as a call brings it. */
export function callers(count: number, rules: number, seed: number): { hits: string[]; misses: string[] } {
  const random = seeded(seed)
  const hits = Array.from({ length: count }, () => numberOf(random.int(rules)))
  const misses = Array.from({ length: count }, () =>
    String(FIRST + random.int(rules) * STEP + 1 + random.int(STEP - 1)),
  )
  return { hits, misses }
}
