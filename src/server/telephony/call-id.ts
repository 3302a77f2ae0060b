/**
 * The key of a call that Trubka begins: made of the command's id, so that the command is still known after a restart
 * of the server, and a command sent twice asks the PBX for a channel that exists already.
 */
const PREFIX = 'trubka-'

export const callIdOf = (commandId: string): string => `${PREFIX}${commandId}`

/** null for calls that were not begun by a command. */
export const commandIdOf = (callId: string): string | null =>
  callId.startsWith(PREFIX) ? callId.slice(PREFIX.length) : null
