import type { Call } from '../../protocol/call.ts'
import { callPhase } from '../../ui/call-state.ts'

/** As many cards as an operator can take in (LOOK, «Inline popup»); the others are a line each. */
export const MAX_CARDS = 3

/**
 * In the order they came, so that nothing moves under a finger. Where not all of them can have a card, or only one can
 * be shown, what rings comes first: it is the one that does not wait.
 */
export function inOrder(calls: readonly Call[], places = MAX_CARDS): Call[] {
  if (calls.length <= places) return [...calls]
  const rings = (call: Call) => callPhase(call) === 'ringing'
  const talks = (call: Call) => callPhase(call) === 'talking' && call.local !== 'hold'
  const rank = (call: Call) => (rings(call) ? 0 : talks(call) ? 1 : 2)
  return calls.toSorted((a, b) => rank(a) - rank(b))
}
