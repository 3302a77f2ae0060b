import { createContext } from 'preact'
import type { Colleague, Photo } from '../protocol/people.ts'

export type FindPhoto = (wish: { number: string; photo: string }) => Promise<Photo | null>
type Find = (colleague: Colleague) => Promise<ImageBitmap | null>

/** Where avatars find the photos of colleagues; nobody has one where nothing is provided. */
export const Photos = createContext<Find>(() => Promise.resolve(null))

/**
 * Decodes each once. Drawn from a bitmap and not shown by an address: 1C's page may forbid images of ours, and a bitmap
 * is nothing but colours, whatever the file was.
 */
export function photosBy(find: FindPhoto): Find {
  const known = new Map<string, Promise<ImageBitmap | null>>()
  return ({ number, photo }) => {
    if (number === null || photo === undefined) return Promise.resolve(null)
    const key = `${number} ${photo}`
    const asked = known.get(key) ?? find({ number, photo }).then((found) => found && decoded(found))
    known.set(key, asked)
    // Asked again next time.
    asked.catch(() => known.delete(key))
    return asked
  }
}

function decoded({ type, data }: Photo): Promise<ImageBitmap> {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
  return createImageBitmap(new Blob([bytes], { type }))
}
