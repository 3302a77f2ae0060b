import type { FieldMeaning, FieldRule } from '../../protocol/field-map.ts'

/** A field or a column as it was pointed at. */
export type Pointed = {
  caption: string
  /** The caption of the form, with the name of the object that is open in it. */
  formCaption: string
} & ({ name: string; isUnique: boolean } | { list: string })

const MOST_LENGTH = 190

/**
 * What is remembered of it. By the caption, which people see and which stays when 1C numbers its elements anew; by the
 * element's name where there is no caption, or where it alone tells two fields apart.
 */
export function ruleOf(pointed: Pointed, means: FieldMeaning): FieldRule {
  const caption = pointed.caption.replace(/[\s:*]+$/u, '').slice(0, MOST_LENGTH)
  const form = formPattern(pointed.formCaption)
  const named = 'name' in pointed && (caption === '' || !pointed.isUnique)
  return {
    means,
    ...(caption !== '' && { caption }),
    ...(named && { name: pointed.name }),
    ...('list' in pointed && { list: pointed.list }),
    ...(form !== '' && { form }),
  }
}

/** The kind of the form without the object in it: «Ромашка (Клиент)», «Клиент (создание)», «Заказ 12 от 1.02». */
export function formPattern(caption: string): string {
  const plain = caption.replace(/[\s*]+$/u, '')
  const created = /^(.+?)\s*\((?:создание|create|creation)\)$/iu.exec(plain)?.[1]
  const kind = created ?? /\(([^()]+)\)$/u.exec(plain)?.[1]
  if (kind !== undefined) return `*${kind.trim()}*`.slice(0, MOST_LENGTH)
  const before = /^(\D+?)\s+(?:№\s*)?[\p{L}-]*\d/u.exec(plain)?.[1]
  return (before === undefined ? plain : `${before.trim()}*`).slice(0, MOST_LENGTH)
}
