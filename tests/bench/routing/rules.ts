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

/** Numbers of which each has a rule, or none: texts that nobody has seen before, just made, as a call brings them. */
export function callers(rules: number, areThere: boolean, seed: number): (count: number) => string[] {
  const random = seeded(seed)
  const beside = () => (areThere ? 0 : 1 + random.int(STEP - 1))
  return (count) => Array.from({ length: count }, () => String(FIRST + random.int(rules) * STEP + beside()))
}
