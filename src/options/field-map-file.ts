import * as v from 'valibot'
import { FIELD_MAP_FORMAT, FieldMap, type FieldRule } from '../protocol/field-map.ts'

/** What is wrong with a file: where in it, as `fields.2.means`, and which field that is; '' = it is no JSON at all. */
export type FileFault = { at: string; field: string }

/** A field map as a file; a title tells people whose it is. */
export function writeFieldMap(title: string, fields: readonly FieldRule[]): string {
  const map = { format: FIELD_MAP_FORMAT, title: title.slice(0, 100), fields: [...fields] } satisfies FieldMap
  return `${JSON.stringify(map, null, 2)}\n`
}

export function readFieldMap(text: string): FieldMap | FileFault {
  const json = parsed(text)
  if (json === undefined) return { at: '', field: '' }
  const checked = v.safeParse(FieldMap, json)
  if (checked.success) return checked.output
  const [issue] = checked.issues
  const at = v.getDotPath(issue) ?? 'format'
  return { at, field: fieldNamed(json, at) }
}

/** What people know the faulty line by. */
function fieldNamed(json: unknown, at: string): string {
  const index = /^fields\.(\d+)/u.exec(at)?.[1]
  const line = v.safeParse(v.object({ fields: v.array(v.unknown()) }), json)
  if (index === undefined || !line.success) return ''
  const named = v.safeParse(
    v.object({ caption: v.optional(v.string()), name: v.optional(v.string()) }),
    line.output.fields[Number(index)],
  )
  return named.success ? (named.output.caption ?? named.output.name ?? '').slice(0, 100) : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
