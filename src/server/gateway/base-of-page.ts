/**
 * The base that a 1C page belongs to: the one with the longest address that the page's address begins with, at the end
 * of a path segment. Hosts are compared whole, so that `1c.example.ru.evil.org` is none of ours.
 */
export function baseOfPage(page: string, bases: readonly { id: string; urls: readonly string[] }[]): string | null {
  const address = placeOf(page)
  if (!address) return null
  let best: { id: string; length: number } | null = null
  for (const { id, urls } of bases) {
    for (const url of urls) {
      const root = placeOf(url)
      if (!root || root.host !== address.host) continue
      if (!`${address.path}/`.startsWith(`${root.path}/`)) continue
      if (!best || root.path.length > best.length) best = { id, length: root.path.length }
    }
  }
  return best?.id ?? null
}

function placeOf(url: string): { host: string; path: string } | null {
  if (!URL.canParse(url)) return null
  const { protocol, host, pathname } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return null
  return { host, path: decoded(pathname).replace(/\/+$/, '') }
}

/** Cyrillic publications are written both ways. */
function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
