import type { Fault } from '../wire.ts'
import { tellServer } from './server.ts'

/** Enough to understand what went wrong; a page in a loop must not fill the memory. */
const MOST = 1000
const faults: Fault[] = []

export function tellFault(kind: string, detail: string): void {
  const last = faults.at(-1)
  if (faults.length >= MOST || (last?.kind === kind && last.detail === detail)) return
  faults.push({ kind, detail })
  tellServer({ kind, detail })
}

export const toldFaults = (): Fault[] => faults.map((fault) => ({ ...fault }))

/** How a fault names the place where it was committed. */
export const nameOf = (node: unknown): string => {
  if (node instanceof Element) {
    const id = node.id ? ` id=${node.id}` : ''
    return `<${node.localName}${id} class=${node.getAttribute('class') ?? ''}>`
  }
  return node instanceof Node ? node.nodeName : 'window'
}
