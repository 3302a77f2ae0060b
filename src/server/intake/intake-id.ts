import { createHash } from 'node:crypto'

/**
 * Of the wizard of this phone's call: the same after a restart, so that what a browser has kept of it is known again.
 * A UUID of version 8, whose content is the maker's own (RFC 9562, 5.8).
 */
export function intakeIdOf(device: string, callId: string): string {
  const hash = createHash('sha256').update(`${device} ${callId}`).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
