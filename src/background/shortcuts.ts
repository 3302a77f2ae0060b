import type { Call } from '../protocol/call.ts'
import { callPhase } from '../ui/call-state.ts'
import { KeyRows } from '../ui/key-rows.ts'

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

/** The browser's keys, each with at most one wish under way; the panel's keys wait in the same way. */
export class Shortcuts {
  readonly #calls: () => readonly Call[]
  readonly #carryOut: (wish: ShortWish) => Promise<unknown>
  readonly #refused: (error: unknown, command: ShortWish['command']) => void
  readonly #rows: KeyRows
  readonly #underWay = new Set<Shortcut>()

  constructor(
    calls: () => readonly Call[],
    carryOut: (wish: ShortWish) => Promise<unknown>,
    refused: (error: unknown, command: ShortWish['command']) => void,
    rows: KeyRows = new KeyRows(),
  ) {
    this.#calls = calls
    this.#carryOut = carryOut
    this.#refused = refused
    this.#rows = rows
  }

  async press(shortcut: Shortcut): Promise<void> {
    if (this.#underWay.has(shortcut)) {
      this.#rows.goOn(shortcut)
      return
    }
    const wish = wishOf(shortcut, this.#calls())
    if (!wish || !this.#rows.means(shortcut, wish.call.id)) return
    this.#underWay.add(shortcut)
    try {
      await this.#carryOut(wish)
    } catch (error) {
      this.#refused(error, wish.command)
    } finally {
      this.#underWay.delete(shortcut)
      this.#rows.goOn(shortcut)
    }
  }
}
