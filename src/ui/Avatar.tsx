import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Colleague } from '../protocol/people.ts'
import { Photos } from './photos.ts'
import { plain } from './text.ts'

/** As many grounds as can be told apart at a glance; the same person always has the same. */
const GROUNDS = 6
/** Of the largest avatar, on a screen of double density. */
const PIXELS = 88

/** The initials of a colleague (SPEC A3): surname and first name, as 1C presents them. */
export function initials(name: string): string {
  const letters = plain(name)
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => Array.from(word)[0] ?? '')
  return letters.filter(Boolean).slice(0, 2).join('').toLocaleUpperCase('ru')
}

/** The photo, else the initials. Says nothing to a screen reader: the name stands beside it. */
export function Avatar({ colleague }: { colleague: Colleague }) {
  const find = useContext(Photos)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [photo, setPhoto] = useState<ImageBitmap | null>(null)
  useEffect(() => {
    let wanted = true
    setPhoto(null)
    find(colleague).then(
      (found) => wanted && setPhoto(found),
      // The initials do.
      () => {},
    )
    return () => {
      wanted = false
    }
  }, [find, colleague.number, colleague.photo])
  useLayoutEffect(() => {
    if (canvas.current && photo) draw(canvas.current, photo)
  }, [photo])

  const name = colleague.name
  const ground = Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % GROUNDS
  return (
    <span class={photo ? 't-avatar photo' : `t-avatar ground-${ground}`} aria-hidden="true">
      {photo ? <canvas ref={canvas} width={PIXELS} height={PIXELS} /> : initials(name)}
    </span>
  )
}

/** The largest square in the middle; of an upright picture the upper one, where the face is. */
function draw(canvas: HTMLCanvasElement, photo: ImageBitmap): void {
  const side = Math.min(photo.width, photo.height)
  const left = (photo.width - side) / 2
  const top = (photo.height - side) / 4
  canvas.getContext('2d')?.drawImage(photo, left, top, side, side, 0, 0, PIXELS, PIXELS)
}
