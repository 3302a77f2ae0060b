import type { Base } from '../data/base.ts'
import type { RefValue } from './wire.ts'

/** `15.03.2019 10:25:00`; a date alone where the time is midnight. */
export function date(iso: string): string {
  const [day = '', time = ''] = iso.split('T')
  const written = day.split('-').reverse().join('.')
  return time === '00:00:00' || !time ? written : `${written} ${time}`
}

export const refValue = (base: Base, ref: string): RefValue => ({ ref, name: base.employee(ref)?.name ?? '' })
