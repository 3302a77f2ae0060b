/**
 * The only way the stand's page makes, moves and removes nodes: what did not come through here was put in, or taken
 * away, by somebody else, and faults.ts says so.
 */
const ours = new WeakSet<Node>()
const released = new WeakSet<Node>()

export const isOurs = (node: Node) => ours.has(node)
export const isReleased = (node: Node) => released.has(node)

function text(value: string): Text {
  const node = document.createTextNode(value)
  ours.add(node)
  return node
}

export type Child = Node | string

/** An element with attributes (an empty string is written too) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  ours.add(node)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  append(node, ...children)
  return node
}

export function append(parent: Node, ...children: Child[]): void {
  for (const child of children) parent.appendChild(typeof child === 'string' ? text(child) : own(child))
}

function own(node: Node): Node {
  released.delete(node)
  return node
}

export function remove(...nodes: Node[]): void {
  for (const node of nodes) {
    released.add(node)
    node.parentNode?.removeChild(node)
  }
}

export function clear(parent: Node): void {
  remove(...parent.childNodes)
}

/** A new text node in the old one's place. */
export function setText(node: Node, value: string): void {
  clear(node)
  if (value) append(node, value)
}

/** The same text node with other data. */
export function changeText(node: Node, value: string): void {
  const [first, ...rest] = node.childNodes
  if (first instanceof Text && rest.length === 0) first.data = value
  else setText(node, value)
}

/** Everything in 1C's forms lies absolutely, flat (WEBCLIENT 1.2). */
export function at(left: number, top: number, width: number, height: number): string {
  return `position:absolute;left:${left}px;top:${top}px;width:${width}px;height:${height}px`
}
