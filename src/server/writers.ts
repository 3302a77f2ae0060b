/** Names of those who write rules and are no operators; an operator is named by the Ref_Key of the 1C user. */
export const ADMINISTRATOR = 'administrator'
export const COMMAND_LINE = 'command'
const TOKEN = 'token:'

export const tokenWriter = (id: string): string => `${TOKEN}${id}`
/** The token's id; null when it was somebody else. */
export const tokenOf = (by: string): string | null => (by.startsWith(TOKEN) ? by.slice(TOKEN.length) : null)

const PAGE = 'page:'
/** An operator who edits a table on the manager page, as an administrator; anybody else there is `ADMINISTRATOR`. */
export const pageWriter = (by: string): string => (by === ADMINISTRATOR ? by : `${PAGE}${by}`)
/** The operator's id; null when it was somebody else. */
export const pageWriterOf = (by: string): string | null => (by.startsWith(PAGE) ? by.slice(PAGE.length) : null)

const INTERACTIONS = 'interactions:'
/** A rule that came of the number of a user's interactions with a client (SPEC C9). */
export const interactionsWriter = (user: string): string => `${INTERACTIONS}${user}`
/** The user's id; null when it came otherwise. */
export const interactionsOf = (by: string): string | null =>
  by.startsWith(INTERACTIONS) ? by.slice(INTERACTIONS.length) : null

/** Whether 1C is told of the rule by us (SPEC C8): who writes over HTTP is 1C itself, and an administrator edits a table. */
export const isToldTo1C = (by: string): boolean =>
  by !== ADMINISTRATOR && by !== COMMAND_LINE && tokenOf(by) === null && pageWriterOf(by) === null
