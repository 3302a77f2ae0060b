/** Ids of the web client: `form{N}_{element name}` with a suffix; N counts opened forms, the name comes from the configuration. */
const ID = /^(?:grid_)?form(\d+)_([^#]+?)(?:_i\d+|_div|#.*)?$/u

export type ElementName = { form: number; name: string }

export function parseId(id: string): ElementName | null {
  const match = ID.exec(id)
  return match?.[1] === undefined || match[2] === undefined ? null : { form: Number(match[1]), name: match[2] }
}

export const idOf = (form: number, name: string, suffix = ''): string => `form${form}_${name}${suffix}`
