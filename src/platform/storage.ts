import type * as v from 'valibot'
import { safeParse } from 'valibot'
import browser from 'webextension-polyfill'

/** One thing kept by the browser. */
export type Slot<T> = { get: () => Promise<T | null>; set: (value: T) => Promise<void>; clear: () => Promise<void> }

/**
 * `local` outlives the browser, `session` only the background's death. What no longer fits the schema, because an
 * older version kept it, is as good as nothing.
 */
export function slot<const S extends v.GenericSchema>(
  area: 'local' | 'session',
  key: string,
  schema: S,
): Slot<v.InferOutput<S>> {
  const storage = browser.storage[area]
  return {
    get: async () => {
      const parsed = safeParse(schema, (await storage.get(key))[key])
      return parsed.success ? parsed.output : null
    },
    set: (value) => storage.set({ [key]: value }),
    clear: () => storage.remove(key),
  }
}
