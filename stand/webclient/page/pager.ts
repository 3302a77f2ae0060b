import { at, el, toggle } from './dom.ts'

export type Moves = { home: () => void; up: () => void; down: () => void; end: () => void }
type Place = { left: number; top: number; width: number; height: number }

/** Buttons of a dynamic list, or the track of a table part (WEBCLIENT 1.4). */
export class Pager {
  readonly node: HTMLElement

  constructor(kind: 'buttons' | 'track', gridId: string, moves: Moves, place: Place) {
    this.node = kind === 'buttons' ? buttons(gridId, moves) : track(gridId, place)
  }

  show(atStart: boolean, atEnd: boolean): void {
    for (const part of this.node.children) {
      const back = ['data-home', 'data-up', 'data-track-back'].some((name) => part.hasAttribute(name))
      toggle(part, 'disabled', back ? atStart : atEnd)
    }
  }
}

function buttons(gridId: string, moves: Moves): HTMLElement {
  const part = (name: string, mark: string, press: () => void) => {
    const node = el('div', { [name]: '', style: 'height:24px' }, mark)
    node.addEventListener('click', (event) => {
      if (event.isTrusted && !node.classList.contains('disabled')) press()
    })
    return node
  }
  return el(
    'div',
    {
      id: `vertButtonScroll_${gridId}`,
      class: 'vertButtonScroll',
      style: 'position:absolute;right:0;top:24px;width:20px;height:96px',
    },
    part('data-home', '⤒', moves.home),
    part('data-up', '▲', moves.up),
    part('data-down', '▼', moves.down),
    part('data-end', '⤓', moves.end),
  )
}

const track = (gridId: string, { left, top, width, height }: Place) =>
  el(
    'div',
    { id: `vertScroll_${gridId}`, class: 'scrollV', style: at(left + width + 8, top, 14, height) },
    el('div', { 'data-track-back': '', style: 'height:0' }),
    el('div', { 'data-track-next': '', style: 'height:40px' }),
  )
