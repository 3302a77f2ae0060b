import type { Fields } from './fields.ts'

/** Where a phone would be reached, had it an address. */
export const contactUri = (number: string): string => `sip:${number}@127.0.0.1:26${number}`

export function contactFields(number: string, registered: boolean): Fields {
  return [
    ['URI', contactUri(number)],
    ['ContactStatus', registered ? 'NonQualified' : 'Removed'],
    ['AOR', number],
    ['EndpointName', number],
    ['RoundtripUsec', '0'],
  ]
}
