/**
 * The only way the stand's page changes its own tree: what did not come through here was done by somebody else, and
 * faults.ts says so. `own` tells it which changes are 1C's.
 */
type Watch = { before(): void; after(): void }
let watch: Watch | null = null

/** From now on `before` and `after` are called around each of 1C's own changes. */
export function watchOwn(by: Watch): void {
  watch = by
}

let depth = 0
/** Is 1C changing its tree at this moment? What it takes away loses the focus meanwhile. */
export const isOwnChange = () => depth > 0

function own(change: () => void): void {
  if (depth === 0) watch?.before()
  depth++
  try {
    change()
  } finally {
    depth--
    if (depth === 0) watch?.after()
  }
}

export type Child = Node | string

/** An element with attributes (an empty string is written too) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  // Not in the document yet, so nobody watches.
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...children)
  return node
}

export function append(parent: Node, ...children: Child[]): void {
  own(() => {
    for (const child of children) {
      const node = typeof child === 'string' ? document.createTextNode(child) : child
      if (parent === document.body) tops.add(node)
      parent.appendChild(node)
    }
  })
}

/** 1C's own parts of the body, among which others may put theirs. */
const tops = new WeakSet<Node>()
export const isOwnTop = (node: Node) => tops.has(node)

/** All that stands in the body now is 1C's. */
export function claimBody(): void {
  for (const node of document.body.childNodes) tops.add(node)
}

export function remove(...nodes: Node[]): void {
  own(() => {
    for (const node of nodes) node.parentNode?.removeChild(node)
  })
}

/** `fresh` in the place of `old`. */
export function replace(old: Node, fresh: Node): void {
  own(() => old.parentNode?.replaceChild(fresh, old))
}

export function clear(parent: Node): void {
  remove(...parent.childNodes)
}

/** A new text node in the old one's place. */
export function setText(node: Node, value: string): void {
  clear(node)
  if (value) append(node, value)
}

export function setTitle(text: string): void {
  own(() => {
    document.title = text
  })
}

/** The same text node with other data. */
export function changeText(node: Node, value: string): void {
  const [first, ...rest] = node.childNodes
  if (first instanceof Text && rest.length === 0) {
    own(() => {
      first.data = value
    })
  } else setText(node, value)
}

export function attr(node: Element, name: string, value: string): void {
  own(() => node.setAttribute(name, value))
}

export function dropAttr(node: Element, name: string): void {
  own(() => node.removeAttribute(name))
}

export function css(node: HTMLElement, text: string): void {
  own(() => {
    node.style.cssText = text
  })
}

export function toggle(node: Element, name: string, on: boolean): void {
  own(() => node.classList.toggle(name, on))
}

export function show(node: HTMLElement, shown: boolean): void {
  own(() => {
    node.style.display = shown ? '' : 'none'
  })
}

/** Down or up, the rest of its place as it is. */
export function moveTo(node: HTMLElement, top: number): void {
  own(() => {
    node.style.top = `${top}px`
  })
}

export const isShown = (node: HTMLElement) => node.style.display !== 'none'

/** Everything in 1C's forms lies absolutely, flat (WEBCLIENT 1.2). */
export function at(left: number, top: number, width: number, height: number): string {
  return `position:absolute;left:${left}px;top:${top}px;width:${width}px;height:${height}px`
}
