import { plain } from './text.ts'

/** As many grounds as can be told apart at a glance; the same person always has the same. */
const GROUNDS = 6

/** The initials of a colleague (SPEC A3): surname and first name, as 1C presents them. */
export function initials(name: string): string {
  const letters = plain(name)
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => Array.from(word)[0] ?? '')
  return letters.filter(Boolean).slice(0, 2).join('').toLocaleUpperCase('ru')
}

/** Says nothing to a screen reader: the name stands beside it. */
export function Avatar({ name }: { name: string }) {
  const ground = Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % GROUNDS
  return (
    <span class={`t-avatar ground-${ground}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}
