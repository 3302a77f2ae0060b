import type { Random } from './random.ts'

const MOBILE = ['901', '903', '905', '909', '910', '912', '915', '916', '917', '919', '921', '925', '926', '929', '950']
const CITY = ['495', '499', '812', '343', '383', '846', '861', '831', '351', '473']

/** Gives out numbers that nobody has yet. 555-01-xx is left to the fixed objects. */
export class PhoneFund {
  #random: Random
  #taken = new Set<string>()

  constructor(random: Random, reserved: readonly string[]) {
    this.#random = random
    for (const number of reserved) this.#taken.add(number)
  }

  mobile(): string {
    return this.#fresh(MOBILE)
  }

  city(): string {
    return this.#fresh(CITY)
  }

  /** Seven digits without a code; unlike the ends of all others given out. */
  local(): string {
    return this.#fresh(CITY).slice(3)
  }

  #fresh(codes: readonly string[]): string {
    for (;;) {
      const number = this.#random.pick(codes) + this.#random.between(2000000, 9999999)
      const local = number.slice(3)
      if (local.startsWith('55501') || this.#taken.has(number) || this.#taken.has(local)) continue
      this.#taken.add(number).add(local)
      return number
    }
  }
}

const NBSP = '\u00a0'

/** One of the ways people write a number (WEBCLIENT 5). Ten digits, or seven for a local one. */
export function written(digits: string, random: Random): string {
  const local = digits.slice(-7)
  const [a, b, c] = [local.slice(0, 3), local.slice(3, 5), local.slice(5)]
  if (digits.length === 7) return random.chance(0.8) ? `${a}-${b}-${c}` : local
  const code = digits.slice(0, 3)
  switch (random.between(0, 11)) {
    case 0:
    case 1:
    case 2:
      return `+7 (${code}) ${a}-${b}-${c}`
    case 3:
      return `8 (${code}) ${a}-${b}-${c}`
    case 4:
      return `8-${code}-${a}-${b}-${c}`
    case 5:
      return `+7 ${code} ${a}-${b}-${c}`
    case 6:
      return `8${digits}`
    case 7:
      return `+7${digits}`
    case 8:
      return `+7 (${code}) ${local}`
    case 9:
      return `(${code}) ${a}-${b}-${c}`
    case 10:
      return `+7${NBSP}${code}${NBSP}${a}-${b}-${c}`
    default:
      return `8 ${code} ${a} ${b} ${c}`
  }
}

/** An extension of a company's own exchange, as people add it to a number. */
export function withExtension(number: string, random: Random): string {
  const ext = random.between(10, 999)
  return number + random.pick([', доб. ', ' доб. ', ' доб.', ', вн. ', ' #', ',,']) + ext
}

/**
 * The numbers in a presentation, digits only, country code left out, extensions dropped. A comma is ambiguous, so a part
 * counts only with seven digits or more.
 */
export function numbersIn(text: string): string[] {
  return text
    .split(/[,;/\n]/)
    .map((part) => part.replace(/(доб|вн|#).*$/iu, '').replace(/\D/g, ''))
    .filter((digits) => digits.length >= 7)
    .map((digits) => (digits.length > 10 ? digits.slice(-10) : digits))
}
