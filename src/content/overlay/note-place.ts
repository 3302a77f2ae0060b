export type NotePlace = { left: number } & ({ top: number } | { bottom: number })

const GAP = 4
/** Of a note of three lines. */
const NOTE_HEIGHT = 80

export function placeOfNote(field: DOMRect): NotePlace {
  const { left, top, bottom } = field
  return bottom + NOTE_HEIGHT <= innerHeight ? { left, top: bottom + GAP } : { left, bottom: innerHeight - top + GAP }
}
