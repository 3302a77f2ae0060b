import type { Call } from '../protocol/call.ts'
import { callPhase } from '../ui/call-state.ts'

export type Shortcut = 'answer' | 'end' | 'hold'
export type ShortWish = { command: 'answer' | 'clear' | 'hold' | 'retrieve' | 'alternate'; call: Call }

/**
 * What a key means now, from anywhere in the browser: answer what rings; end the talk before what is held, and only
 * then what rings; hold the talk, else give back who was held. Null when there is nothing to do.
 */
export function wishOf(shortcut: Shortcut, calls: readonly Call[]): ShortWish | null {
  const rings = (call: Call) => callPhase(call) === 'ringing'
  const talks = (call: Call) => callPhase(call) === 'talking' && call.local !== 'hold'
  const first = (command: ShortWish['command'], ...orders: ((call: Call) => boolean)[]): ShortWish | null => {
    const able = calls.filter((call) => call.commands.includes(command))
    const call = orders.map((order) => able.find(order)).find(Boolean)
    return call ? { command, call } : null
  }
  switch (shortcut) {
    case 'answer':
      return first('answer', () => true)
    case 'end':
      return first(
        'clear',
        talks,
        (call) => !rings(call) && call.local !== 'hold',
        (call) => !rings(call),
        rings,
      )
    case 'hold':
      return first('alternate', () => true) ?? first('hold', () => true) ?? first('retrieve', () => true)
  }
}
