import { isOwnTop, watchOwn } from './dom.ts'
import { nameOf, tellFault } from './fault-list.ts'

const observer = new MutationObserver(tell)
const EVERYTHING = { subtree: true, childList: true, attributes: true, characterData: true }

/** Watches 1C's tree: the head, and in the body all but what others have put beside it. */
export function watchTree(): void {
  // What is on record before a change of 1C's is somebody else's; what that change has put on record is not.
  watchOwn({ before: takeForeignChanges, after: () => observer.takeRecords() })
  observer.observe(document.head, EVERYTHING)
  observer.observe(document.body, EVERYTHING)
}

/** The document of an HTML field is 1C's, too (D9). */
export function watchFrame(inside: Document): void {
  observer.observe(inside.body, EVERYTHING)
}

export function takeForeignChanges(): void {
  tell(observer.takeRecords())
}

/** Is it in 1C's tree? The body itself is nobody's: whatever stands beside 1C's own parts there disturbs nobody. */
export function isInTree(node: unknown): node is Node {
  if (!(node instanceof Node) || node === document.body) return false
  if (node.ownerDocument !== document || document.head.contains(node)) return true
  let top: Node = node
  while (top.parentNode && top.parentNode !== document.body) top = top.parentNode
  return isOwnTop(top)
}

function tell(records: MutationRecord[]): void {
  for (const { type, target, attributeName, addedNodes, removedNodes } of records) {
    const inTree = isInTree(target)
    const where = nameOf(target)
    if (inTree && type === 'attributes') tellFault('attribute', `${attributeName} on ${where}`)
    if (inTree && type === 'characterData') tellFault('text', `«${target.nodeValue}» in ${nameOf(target.parentNode)}`)
    for (const node of addedNodes) if (inTree) tellFault('foreign-node', `${nameOf(node)} in ${where}`)
    for (const node of removedNodes) {
      if (inTree || isOwnTop(node)) tellFault('removed-node', `${nameOf(node)} out of ${where}`)
    }
  }
}
