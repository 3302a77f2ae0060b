/**
 * Which strings of digits are numbers of a numbering plan: Russia and Kazakhstan (+7) in all their spellings,
 * the neighbours' country codes without a plus, everything else only with a plus or an international prefix.
 */

/** Second digit of +7 numbers: 3, 4, 8 geographic and toll-free, 9 mobile; 6 and 7 Kazakhstan. */
const ZONE_7 = /^[346-9]/
/**
 * Without a country code 6 is left out: nothing in Russia begins with it. Nor is there anything at 78, 79 and 89: such
 * ten digits are a number of eleven that has lost one.
 */
const AREA_7 = /^(?:[349]|7[0-7]|8[0-8])/
/** Belarus, Ukraine, the Baltic states, Armenia, Moldova and Central Asia: met in 1C without their plus. */
const NEIGHBOUR = /^(?:(?:37[0-4]|993)\d{8}|(?:375|380|99[24-68])\d{9})$/
/** E.164: at most 15 digits, country codes never begin with 0; North America has eleven. */
const E164 = /^(?:1\d{10}|[2-9]\d{7,14})$/

/** Digits of an ИНН of ten, the last of which is made of the others. */
const INN_WEIGHTS = [2, 4, 10, 3, 5, 9, 4, 6, 8]

/** Moscow's ИНН begin with 77, as mobile numbers of Kazakhstan do: which of the two it is, the last digit tells nearly always. */
export function isMoscowInn(digits: string): boolean {
  if (!/^77\d{8}$/.test(digits)) return false
  const sum = INN_WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return (sum % 11) % 10 === Number(digits[9])
}

/** `plus` = a plus stood before the digits. Gives the number in international form without plus, or null. */
export function withCountryCode(digits: string, plus: boolean): string | null {
  if (plus) {
    if (digits.startsWith('7')) return russian(digits)
    return E164.test(digits) ? digits : null
  }
  if (digits.startsWith('8') && digits.length === 11) return russian(`7${digits.slice(1)}`)
  if (digits.startsWith('7') && digits.length === 11) return russian(digits)
  // 007 …, 00 375 …; and 8~10 375 …, as Russia dials abroad
  const abroad = /^(?:00|810)([1-9]\d{9,14})$/.exec(digits)?.[1]
  if (abroad !== undefined) return withCountryCode(abroad, true)
  return NEIGHBOUR.test(digits) ? digits : null
}

/** Ten digits with the area's or the operator's code, but no country: a number only where a caption says so. */
export function withAreaCode(digits: string): string | null {
  return digits.length === 10 && AREA_7.test(digits) ? `7${digits}` : null
}

function russian(digits: string): string | null {
  return digits.length === 11 && ZONE_7.test(digits.slice(1)) ? digits : null
}
