import { vi } from 'vitest'

// `vi.waitFor` gives up after a second, which a busy machine needs for itself. What is there is found at once all the same.

const WITHIN_MS = 20_000

const { waitFor } = vi
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === 'number' ? { timeout: options } : { timeout: WITHIN_MS, ...options })
