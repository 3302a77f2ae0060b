/** Where the server has its page for telephone links of other programs (SPEC A12). */
export const LINK_PATH = '/tel'

/** The address of that page, of the server that is spoken with over `wss://host/ws`. */
export function linkPage(server: string): string {
  const { protocol, host } = new URL(server)
  return `${protocol === 'wss:' ? 'https:' : 'http:'}//${host}${LINK_PATH}`
}
