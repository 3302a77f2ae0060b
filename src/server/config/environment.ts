import { ConfigError } from './error.ts'

const PREFIX = 'TRUBKA_'

/** What is known of a setting's shape: its named parts, or the shape of a list's items, or neither. */
type Shape = { type?: unknown; entries?: unknown; item?: unknown; wrapped?: unknown; pipe?: unknown }

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null
const isRecord = (value: unknown): value is Record<string, unknown> => isShape(value) && !Array.isArray(value)

/**
 * Puts `TRUBKA_PBX__PORT=5038` over `pbx.port` of the file. `__` goes one level down, numbers count a list's items from 0;
 * upper and lower case and single underscores do not matter: `TRUBKA_PBX__ROUTE_USER` is `pbx.routeUser`.
 */
export function overrideFromEnvironment(file: unknown, schema: unknown, environment: NodeJS.ProcessEnv): unknown {
  const result: unknown = structuredClone(file)
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || value === undefined) continue
    put(result, schema, name, name.slice(PREFIX.length).split('__'), value)
  }
  return result
}

function put(into: unknown, schema: unknown, name: string, path: string[], value: string): void {
  const [part = '', ...rest] = path
  const found = childOf(schema, part)
  if (!found) throw new ConfigError(name, 'there is no such setting; TRUBKA_PBX__PORT=5038, for example, is pbx.port')
  // What is not of this shape in the file is left for the schema to refuse, by name.
  const place = Array.isArray(into) ? listPlace(into, name, found.key) : isRecord(into) ? into : null
  if (!place) return
  if (rest.length === 0) {
    place[found.key] = value
    return
  }
  place[found.key] ??= emptyFor(found.schema)
  put(place[found.key], found.schema, name, rest, value)
}

/** A list seen as a record of its items, so that both are filled in alike. */
function listPlace(list: unknown[], name: string, at: string): Record<string, unknown> {
  if (Number(at) > list.length) throw new ConfigError(name, `the list has only ${list.length} items, counted from 0`)
  return list as unknown as Record<string, unknown>
}

function childOf(schema: unknown, part: string): { key: string; schema: unknown } | null {
  const shape = bare(schema)
  if (isRecord(shape.entries)) {
    const wanted = part.toLowerCase().replaceAll('_', '')
    for (const [key, child] of Object.entries(shape.entries))
      if (key.toLowerCase() === wanted) return { key, schema: child }
  }
  if (isShape(shape.item) && /^\d{1,3}$/.test(part)) return { key: part, schema: shape.item }
  return null
}

const emptyFor = (schema: unknown): unknown => (bare(schema).item === undefined ? {} : [])

/** Without `optional` around it. */
function bare(schema: unknown): Shape {
  let shape = schema
  while (isShape(shape) && isShape(shape.wrapped)) shape = shape.wrapped
  return isShape(shape) ? shape : {}
}
