/** Names of those who write rules and are no operators; an operator is named by the Ref_Key of the 1C user. */
export const ADMINISTRATOR = 'administrator'
export const COMMAND_LINE = 'command'
const TOKEN = 'token:'

export const tokenWriter = (id: string): string => `${TOKEN}${id}`
/** The token's id; null when it was somebody else. */
export const tokenOf = (by: string): string | null => (by.startsWith(TOKEN) ? by.slice(TOKEN.length) : null)
