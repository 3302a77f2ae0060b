import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

/** As much of a browser as a page's end of the port needs. */
function fakePage() {
  const said: unknown[] = []
  const disconnected: (() => void)[] = []
  const port = {
    postMessage: (message: unknown) => said.push(message),
    disconnect: () => {},
    onMessage: { addListener: () => {} },
    onDisconnect: { addListener: (listener: () => void) => void disconnected.push(listener) },
  }
  const doc = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('chrome', { runtime: { id: 'trubka', connect: () => port } })
  vi.stubGlobal('document', doc)
  vi.stubGlobal('addEventListener', () => {})
  return {
    said,
    last: () => said.at(-1),
    turn: (visibilityState: 'visible' | 'hidden') => {
      doc.visibilityState = visibilityState
      doc.dispatchEvent(new Event('visibilitychange'))
    },
    loseBackground: () => {
      for (const listener of disconnected.splice(0)) listener()
    },
  }
}

describe('the names that a page shows', () => {
  beforeEach(() => {
    vi.resetModules()
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const watched = async () => {
    const page = fakePage()
    const { watchMirror } = await import('../../../src/platform/page.ts')
    const shows = watchMirror(() => {}, new AbortController().signal)
    shows(['Анна'])
    return page
  }

  test('are said once', async () => {
    const { said } = await watched()
    expect(said).toEqual([
      { inSight: true, names: [] },
      { inSight: true, names: ['Анна'] },
    ])
  })

  test('are taken back when it is hidden, and said again when it is seen', async () => {
    const { turn, last } = await watched()
    turn('hidden')
    expect(last()).toEqual({ inSight: false, names: [] })
    turn('visible')
    expect(last()).toEqual({ inSight: true, names: ['Анна'] })
  })

  test('are said to a background that was stopped and comes back', async () => {
    const { said, loseBackground } = await watched()
    said.length = 0
    loseBackground()
    vi.advanceTimersByTime(1000)
    expect(said).toEqual([{ inSight: true, names: ['Анна'] }])
  })
})
