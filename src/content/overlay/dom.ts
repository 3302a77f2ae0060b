import { HANDSET } from '../../ui/handset.ts'

type Attributes = Record<string, string>

/** An element of ours, by the page's document: nothing is read as HTML, which some pages forbid. */
export function make<N extends keyof HTMLElementTagNameMap>(name: N, attributes: Attributes = {}, ...inside: Node[]) {
  const element = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  element.append(...inside)
  return element
}

const SVG = 'http://www.w3.org/2000/svg'

export function handset(): SVGElement {
  const icon = document.createElementNS(SVG, 'svg')
  const path = document.createElementNS(SVG, 'path')
  const attributes = { class: 't-icon', viewBox: '0 0 20 20', width: '16', height: '16', 'aria-hidden': 'true' }
  for (const [name, value] of Object.entries(attributes)) icon.setAttribute(name, value)
  path.setAttribute('d', HANDSET[0])
  icon.append(path)
  return icon
}

/** Changes an attribute only where it is another: the page's whole style may be looked at again for one that is set. */
export function set(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}
