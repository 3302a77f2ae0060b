/** The one that is most its own first: each of them says that it is the later ones, too. */
const BROWSERS: readonly (readonly [mark: string, name: string])[] = [
  ['YaBrowser', 'Yandex Browser'],
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
]
const SYSTEMS: readonly (readonly [mark: string, name: string])[] = [
  ['Windows', 'Windows'],
  ['Android', 'Android'],
  ['Mac OS X', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
]

/** What a browser calls itself, for people: «Edge 128, Windows». Of its own words only a number comes through; empty = it says nothing known. */
export function browserName(userAgent: string | undefined): string {
  const said = (userAgent ?? '').slice(0, 1000)
  const browser = BROWSERS.find(([mark]) => said.includes(`${mark}/`))
  if (!browser) return ''
  const version = new RegExp(`${browser[0]}/(\\d{1,4})`).exec(said)?.[1]
  const system = SYSTEMS.find(([mark]) => said.includes(mark))
  return [[browser[1], version].filter(Boolean).join(' '), system?.[1]].filter(Boolean).join(', ')
}
