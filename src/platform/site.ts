/**
 * The match pattern of a page's site, `http://1c.local/*`; null for anything but http(s). Ports and paths are left out:
 * Firefox takes no port in a pattern, and a frame without an address of its own is only matched by a pattern without a path.
 */
export function siteOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, hostname } = new URL(url)
  if ((protocol !== 'http:' && protocol !== 'https:') || hostname === '') return null
  return `${protocol}//${hostname}/*`
}
