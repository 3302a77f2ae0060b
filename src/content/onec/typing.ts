import { isVisible } from './visible.ts'

/** A rectangle of the window, in pixels. */
export type Area = { left: number; top: number; right: number; bottom: number }

const FIELD = 'input, textarea, [contenteditable=""], [contenteditable="true"]'

/**
 * Where a person is typing now: the field that has the focus, with 1C's own buttons in it and with the list that has
 * dropped down from it. Null when the focus is elsewhere.
 */
export function typedArea(doc: Document): Area | null {
  const focused = doc.activeElement?.closest(FIELD)
  if (!focused) return null
  const field = areaOf(focused.closest('.field') ?? focused)
  const list = dropDown(doc)
  const dropped = list ? areaOf(list) : null
  if (!field || !dropped) return field
  return {
    left: Math.min(field.left, dropped.left),
    top: Math.min(field.top, dropped.top),
    right: Math.max(field.right, dropped.right),
    bottom: Math.max(field.bottom, dropped.bottom),
  }
}

/** Whether 1C's list of suggestions has dropped down, under whatever field. */
export const hasDropped = (doc: Document): boolean => dropDown(doc) !== null

function dropDown(doc: Document): Element | null {
  const list = doc.getElementById('editDropDown')
  return list && isVisible(list) ? list : null
}

function areaOf(element: Element): Area | null {
  const { left, top, right, bottom } = element.getBoundingClientRect()
  return right > left && bottom > top ? { left, top, right, bottom } : null
}
