import { ask } from '../platform/page.ts'
import type { Parts } from './parts/types.ts'

/** What a page of 1C needs only now and then: each part is a script of its own, which the background runs here when asked. */
const world = globalThis as { trubkaParts?: Partial<Parts> }

/** Said by a part's script when it runs: it has the page's world, but no way to import from what already runs there. */
export function offerPart<P extends keyof Parts>(name: P, part: Parts[P]): void {
  world.trubkaParts = { ...world.trubkaParts, [name]: part }
}

/** A part, once it is there; null when it could not be had, to be asked for again. */
export async function part<P extends keyof Parts>(name: P): Promise<Parts[P] | null> {
  const there = world.trubkaParts?.[name]
  if (there) return there
  await ask('page.part', { part: name }).catch(() => null)
  return world.trubkaParts?.[name] ?? null
}
