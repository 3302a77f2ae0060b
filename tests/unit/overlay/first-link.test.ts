import { expect, test, vi } from 'vitest'
import { FirstLink } from '../../../src/content/links.ts'

/** Links of a page where `takes` says whether a number can be dialled. */
function page(takes: boolean, clicked: string | null = null) {
  const dial = vi.fn<(number: string) => boolean>(() => takes)
  const leave = vi.fn<(number: string) => void>()
  return { links: new FirstLink(clicked, dial, leave), dial, leave }
}

test('what is clicked before it is known whether it can be dialled is taken, and dialled then, once', () => {
  const { links, dial, leave } = page(true)
  expect(links.dial('1')).toBe(true)
  // The same wish.
  expect(links.dial('1')).toBe(true)
  expect(dial).not.toHaveBeenCalled()
  links.known()
  links.known()
  expect(dial.mock.calls).toEqual([['1']])
  expect(leave).not.toHaveBeenCalled()
})

test('so is what was clicked before the page turned out to be 1C', () => {
  const { links, dial } = page(true, '1')
  links.known()
  expect(dial.mock.calls).toEqual([['1']])
})

test('what cannot be dialled after all is left to the system', () => {
  const { links, leave } = page(false, '1')
  links.known()
  expect(leave.mock.calls).toEqual([['1']])
})

test('later clicks are dialled at once, and not taken where nothing can be dialled', () => {
  for (const takes of [true, false]) {
    const { links, dial, leave } = page(takes)
    links.known()
    expect(links.dial('2')).toBe(takes)
    expect(dial.mock.calls).toEqual([['2']])
    expect(leave).not.toHaveBeenCalled()
  }
})
