import { at, changeText, el, setText } from './dom.ts'
import type { Form } from './form.ts'
import { captionText } from './spelling.ts'
import { switches } from './switches.ts'

/** `#…#title_div > #…#title_text > label.ellipsis`; the box is wide, the label as wide as its text (WEBCLIENT 1.2). */
export function titleOf(
  id: string,
  caption: string,
  place: { left: number; top: number; width?: number },
  of = `${id}_i0`,
  style = '',
  link = false,
) {
  return el(
    'div',
    { id: `${id}#title_div`, style: at(place.left, place.top, place.width ?? 150, 24) },
    el(
      'div',
      { id: `${id}#title_text`, ...(link ? { class: 'staticTextHyper' } : {}), style: `display:flex;${style}` },
      el('label', { class: 'ellipsis', for: of }, captionText(caption)),
    ),
  )
}

export type ButtonSpec = {
  name: string
  caption: string
  tip?: string
  left: number
  top?: number
  width: number
  main?: boolean
}

/** `.framePress[title] > a.press` */
export function button(form: Form, spec: ButtonSpec, press: () => void): HTMLElement {
  const main = spec.main ? ' pressDefault' : ''
  const kind = spec.caption ? 'pressButton' : 'pressCommand'
  const link = el(
    'a',
    {
      id: form.id(spec.name),
      class: `press ${kind}${main}`,
      href: 'javascript:void(0)',
      style: `display:block;width:${spec.width}px;height:24px`,
    },
    el('div', { class: 'pressBox' }, ...(spec.caption ? [el('span', {}, spec.caption)] : [])),
  )
  link.addEventListener('click', (event) => {
    event.preventDefault()
    if (event.isTrusted) press()
  })
  return el(
    'div',
    {
      class: 'framePress',
      ...(spec.tip === undefined ? {} : { title: spec.tip }),
      style: at(spec.left, spec.top ?? 8, spec.width, 26),
    },
    link,
  )
}

export type LabelSpec = {
  name: string
  caption?: string
  left: number
  top: number
  width: number
  link?: boolean
  /** A decoration: its place is its own, with no box around it. */
  bare?: boolean
}

/** A label field: `.staticText` with its text in `#…#text`. */
export class Label {
  readonly nodes: HTMLElement[]
  readonly element: HTMLElement
  #text: HTMLElement

  constructor(form: Form, spec: LabelSpec, text = '', press?: () => void) {
    const id = form.id(spec.name)
    this.#text = el('span', { id: `${id}#text` }, ...(text ? [text] : []))
    const place = at(spec.left, spec.top, spec.width, 22)
    this.element = el(
      'div',
      { id, class: `staticText${spec.link ? ' staticTextHyper' : ''}`, ...(spec.bare ? { style: place } : {}) },
      this.#text,
    )
    if (press) {
      this.element.addEventListener('click', (event) => {
        if (event.isTrusted) press()
      })
    }
    const box = spec.bare ? this.element : el('div', { id: `${id}_div`, style: place }, this.element)
    this.nodes =
      spec.caption === undefined
        ? [box]
        : [titleOf(id, spec.caption, { left: spec.left - 160, top: spec.top }, id), box]
  }

  set(text: string): void {
    if (switches.labels === 'same-node') changeText(this.#text, text)
    else setText(this.#text, text)
  }
}
