import { vi } from 'vitest'

/** What is watched for coming into sight, in a test without a screen; undone by `vi.unstubAllGlobals`. Gives how it comes there. */
export function stubSight(): () => void {
  let come = () => {}
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(seen: (entries: { isIntersecting: boolean }[]) => void) {
        come = () => seen([{ isIntersecting: true }])
      }
      observe() {}
      disconnect() {
        come = () => {}
      }
    },
  )
  return () => come()
}
