const LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
const CYRILLIC = 'ёйцукенгшщзхъфывапролджэячсмитьбю'
const swapped = (from: string, to: string) => new Map(Array.from(from, (key, at) => [key, to[at] ?? key]))
const TO_CYRILLIC = swapped(LATIN, CYRILLIC)
const TO_LATIN = swapped(CYRILLIC, LATIN)

/** What the same keys would have typed in each layout (SPEC A4): `bdfyjd` → `иванов`, `згещт` → `puton`. In lower case. */
export function inEitherLayout(typed: string): string[] {
  const text = typed.toLocaleLowerCase('ru')
  const through = (layout: Map<string, string>) => Array.from(text, (key) => layout.get(key) ?? key).join('')
  return [...new Set([text, through(TO_CYRILLIC), through(TO_LATIN)])]
}

/** The words of a text as they are compared: in lower case, ё as е. */
export const wordsOf = (text: string): string[] =>
  text
    .toLocaleLowerCase('ru')
    .replaceAll('ё', 'е')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
