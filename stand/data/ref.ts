/** The kinds of objects that have references; the number is a part of the GUID, so a GUID tells what it belongs to. */
export const REF_SPACE = {
  client: 0x1c01,
  person: 0x1c02,
  employee: 0x1c03,
  department: 0x1c04,
  kind: 0x1c05,
  call: 0x1c06,
  potential: 0x1c07,
  service: 0x1c08,
  interest: 0x1c09,
  interaction: 0x1c0a,
  article: 0x1c0b,
} as const
export type RefSpace = keyof typeof REF_SPACE

export const EMPTY_REF = '00000000-0000-0000-0000-000000000000'

/** A GUID that depends on kind and number alone. An odd factor makes the first part different for every number. */
export function refOf(space: RefSpace, n: number): string {
  const first = (Math.imul(n + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')
  return `${first}-${REF_SPACE[space].toString(16)}-11ec-8d3d-0050569b0a01`
}

/** A reference as 1C writes it in a navigation link: parts 4, 5, 3, 2, 1 of the GUID (WEBCLIENT 2). */
export function linkRef(guid: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = guid.split('-')
  return d + e + c + b + a
}

/** Back from a navigation link; null when it is no reference. */
export function refFromLink(link: string): string | null {
  const m = /^([0-9a-f]{4})([0-9a-f]{12})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{8})$/i.exec(link)
  return m ? `${m[5]}-${m[4]}-${m[3]}-${m[1]}-${m[2]}`.toLowerCase() : null
}
