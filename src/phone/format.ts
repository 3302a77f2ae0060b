import { withAreaCode, withCountryCode } from './plan.ts'

/** As nearly all of them are: a page of 1C may show some tens of others with each frame. */
const RUSSIAN = /^7[3489]\d{9}$/

/** A number as people read it: `+7 903 567-78-76`; local ones in pairs; internal ones as they are (LOOK, «Words»). */
export function format(number: string): string {
  if (RUSSIAN.test(number)) {
    return `+7 ${number.slice(1, 4)} ${number.slice(4, 7)}-${number.slice(7, 9)}-${number.slice(9)}`
  }
  const plus = number.startsWith('+')
  const digits = number.replace(/\D/gu, '')
  const full = withCountryCode(digits, plus) ?? (plus ? null : withAreaCode(digits))
  if (full === null) return local(digits, number)
  const parts = /^(7|37\d|380|99\d)(\d{2,3}?)(\d{3})(\d{2})(\d{2})$/u.exec(full)
  if (!parts) return `+${full}`
  const [, country, area, ...rest] = parts
  return `+${country} ${area} ${rest.join('-')}`
}

function local(digits: string, asWritten: string): string {
  if (digits.length === 7) return `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`
  if (digits.length === 6) return `${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4)}`
  return asWritten
}

/** A number's last `n` digits, by which numbers are compared (SPEC C3). Shorter when the number is. */
export function lastDigits(number: string, n: number): string {
  return number.replace(/\D/gu, '').slice(-n)
}
