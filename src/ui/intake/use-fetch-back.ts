import { useEffect, useRef } from 'preact/hooks'
import type { Call, ReleaseCause } from '../../protocol/call.ts'
import type { Wish } from '../wishes.ts'

/**
 * A manager who was called from here and does not take it: the client, who waits, is fetched back at once. `called`
 * and `over` say what the operator does here: calls somebody, goes back by themselves. Whoever was called from elsewhere is that one's business.
 */
export function useFetchBack(
  call: Call | null,
  fetch: (wish: Wish, cause: ReleaseCause | null) => void,
): { called: () => void; over: () => void } {
  const stage = useRef<'nobody called' | 'called' | 'under way'>('nobody called')
  const consultation = call?.consultation ?? null
  const can = (command: 'reconnect' | 'retrieve') => call?.commands.includes(command) === true
  const failed = consultation?.remote === 'fail' && can('reconnect')
  const left = consultation === null && call?.local === 'hold' && can('retrieve')
  useEffect(() => {
    if (stage.current === 'called' && consultation !== null) stage.current = 'under way'
    if (stage.current !== 'under way') return
    // Once they have spoken, how it ends is decided by the operator.
    if (consultation?.remote === 'connected' || call === null) stage.current = 'nobody called'
    else if (failed || left) {
      stage.current = 'nobody called'
      fetch({ command: failed ? 'reconnect' : 'retrieve' }, consultation?.cause ?? call.cause)
    }
  }, [consultation?.remote, failed, left, call === null])
  return {
    called: () => {
      stage.current = 'called'
    },
    over: () => {
      stage.current = 'nobody called'
    },
  }
}
