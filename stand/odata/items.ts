import { randomUUID } from 'node:crypto'
import type { Base } from '../data/base.ts'
import { EMPTY_REF } from '../data/ref.ts'
import type { ContactLine } from '../data/types.ts'
import { contactsFrom } from './contact-rows.ts'
import type { EntitySet, Navigation, Row } from './edm.ts'
import { scalar } from './key.ts'

export type Item = { ref: string; code: string; name: string; deleted: boolean; version: number }

/** Eight bytes in Base64, as 1C shows an object's version. */
export function dataVersion(version: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(version))
  return bytes.toString('base64')
}

export const itemRow = (item: Item, predefined = ''): Row => ({
  Ref_Key: item.ref,
  DataVersion: dataVersion(item.version),
  DeletionMark: item.deleted,
  Predefined: predefined !== '',
  PredefinedDataName: predefined,
  Code: item.code,
  Description: item.name,
})

export const orEmpty = (ref: string) => ref || EMPTY_REF
export const orNone = (value: string) => (value === EMPTY_REF ? '' : value)
export const stringOf = (row: Row, name: string) => String(scalar(row, name) ?? '')

export const users = (name: string): Navigation => ({ name, key: `${name}_Key`, set: 'Catalog_Пользователи' })

/** The key that a new row brings, or one of the base's own. */
export const keyOf = (row: Row): string => orNone(stringOf(row, 'Ref_Key')) || randomUUID()

/** As it stands in the base now. */
export const rowOf = (set: EntitySet, base: Base, ref: string): Row =>
  set.rows(base).find((row) => row.Ref_Key === ref) ?? {}

/** A written table part «Контактная информация» replaces the one that was there. */
export function contactChanges(old: Row, row: Row): { contacts?: ContactLine[] } {
  const lines = row.КонтактнаяИнформация
  return lines === undefined || lines === old.КонтактнаяИнформация ? {} : { contacts: contactsFrom(lines) }
}
