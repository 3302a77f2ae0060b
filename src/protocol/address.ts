/**
 * A server's address as typed, made a WebSocket's: `https` and no scheme at all mean `wss`, `http` means `ws`. On this
 * machine itself nothing is encrypted. Null when it is no address.
 */
export function serverAddress(typed: string): string | null {
  const text = typed.trim()
  if (text === '' || /\s/.test(text)) return null
  const scheme = /^(\w+):\/\//.exec(text)?.[1]?.toLowerCase()
  const bare = scheme === undefined ? text : text.slice(scheme.length + 3)
  const secure =
    scheme === undefined ? !/^(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/.test(bare) : /^(https|wss)$/.test(scheme)
  if (scheme !== undefined && !/^(https?|wss?)$/.test(scheme)) return null
  const url = `${secure ? 'wss' : 'ws'}://${bare}`
  if (!URL.canParse(url)) return null
  const { username, password, hash, href } = new URL(url)
  // A WebSocket's address may have neither (WebSockets, 3.1); a password in it would be kept in the clear.
  return username === '' && password === '' && hash === '' ? href : null
}

/** A 1C address as typed or pasted, with its scheme; without one it is taken for `https`. Null when it is no address. */
export function pageAddress(typed: string): string | null {
  const text = typed.trim()
  if (text === '' || /\s/.test(text)) return null
  const url = /^\w+:\/\//.test(text) ? text : `https://${text}`
  if (!URL.canParse(url)) return null
  const { protocol, hostname, href } = new URL(url)
  return /^https?:$/.test(protocol) && hostname !== '' ? href : null
}

/** A match pattern as people write addresses: `https://1c.company.ru/*` → `https://1c.company.ru`. */
export const shownSite = (pattern: string): string => pattern.replace(/\/\*$/, '')
