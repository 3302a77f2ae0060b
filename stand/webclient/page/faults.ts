import type { Fault } from '../wire.ts'
import { watchCalls } from './fault-calls.ts'
import { takeForeignChanges, watchTree } from './fault-changes.ts'
import { watchEvents } from './fault-events.ts'
import { watchFocus } from './fault-focus.ts'
import { tellFault, toldFaults } from './fault-list.ts'

/** Texts that stand in 1C's inputs and that nobody at the keyboard and no code of 1C's has put there. */
export type ForeignTexts = () => Iterable<string>

const LOOK_MS = 100
let foreignTexts: ForeignTexts = () => []

/**
 * Starts to count what nobody but 1C may do on its page (DYNAMICS D10, D4). Each fault goes to the stand's server at
 * once, so that none is lost with its page.
 */
export function watchFaults(texts: ForeignTexts): void {
  foreignTexts = texts
  watchTree()
  watchEvents()
  watchFocus()
  watchCalls()
  // A resize takes the editing of a row away from the user.
  window.addEventListener('resize', () => tellFault('resize', `${innerWidth} × ${innerHeight}`))
  setInterval(lookForWrites, LOOK_MS)
  window.addEventListener('pagehide', () => faultsSoFar())
}

/** All until now, in the order in which they were seen. */
export function faultsSoFar(): Fault[] {
  lookForWrites()
  takeForeignChanges()
  askAboutLeaving()
  return toldFaults()
}

function lookForWrites(): void {
  for (const text of foreignTexts()) tellFault('write', text)
}

/** What a listener of `beforeunload` does with it tells that there is one, whatever world it is in. */
function askAboutLeaving(): void {
  const leaving = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(leaving)
  if (leaving.defaultPrevented) tellFault('beforeunload', 'somebody holds the page back')
}
