import type { Random } from './random.ts'
import { MEN, SURNAMES, WOMEN } from './words.ts'

/** Surname, first name and patronymic that agree with each other. */
export function fullName(random: Random): string {
  const surname = random.pick(SURNAMES)
  return random.chance(0.5)
    ? `${surname} ${random.pick(MEN.first)} ${random.pick(MEN.middle)}`
    : `${surname}а ${random.pick(WOMEN.first)} ${random.pick(WOMEN.middle)}`
}

/** «Абрамов И. О.» */
export function shortName(name: string): string {
  const [surname = '', first = '', middle = ''] = name.split(' ')
  return `${surname} ${first.charAt(0)}. ${middle.charAt(0)}.`
}
