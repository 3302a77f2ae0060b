/** What goes into an address of OData: nothing that comes from a caller or an operator gets there but through these. */

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const NO_REF = '00000000-0000-0000-0000-000000000000'
export const NO_TYPE = 'StandardODATA.Undefined'
export const TYPE = 'StandardODATA.'

/** A text; quotes are doubled. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const isGuid = (text: string): boolean => GUID.test(text)

/** A reference. @throws when it is none */
export function guid(ref: string): string {
  if (!isGuid(ref)) throw new RangeError('this is no reference of 1C')
  return `guid'${ref}'`
}

/** A property that may hold objects of several kinds has its type beside it. */
export const isComposite = (property: string): boolean => !property.endsWith('_Key')

/** A condition: the property refers to this object of this set. */
export const refersTo = (property: string, ref: string, set: string): string =>
  isComposite(property) ? `${property} eq cast(${guid(ref)}, ${literal(set)})` : `${property} eq ${guid(ref)}`

/** The same to write. */
export function reference(property: string, ref: string, set: string): Record<string, string> {
  const empty = ref === '' || ref === NO_REF
  if (!isComposite(property)) return { [property]: empty ? NO_REF : ref }
  return { [property]: empty ? '' : ref, [`${property}_Type`]: empty ? NO_TYPE : `${TYPE}${set}` }
}
