import type { Call } from '../../protocol/call.ts'
import { type ErrorCode, TrubkaError } from '../../protocol/trubka-error.ts'
import { newCommandId } from '../../ui/command-id.ts'
import type { Ask } from '../rules.ts'

/** One click-to-dial, from the click until the call is over. */
export type Dial = {
  number: string
  commandId: string
  /** `asking` = the background has not answered yet; `failed` = it refused, `fault` says why; `over` = only to be read. */
  state: 'asking' | 'asked' | 'live' | 'failed' | 'over'
  call: Call | null
  fault: ErrorCode | null
}

/** How long «Занято» or an error stays to be read, and how long an accepted call may take to be seen. */
const READ_MS = 5000
const UNSEEN_MS = 10_000

/** What has been dialled from this page. Keeps one call per number: a second click while it lives does nothing (SPEC A6). */
export class Dials {
  readonly #ask: Ask
  readonly #changed: () => void
  readonly #dials = new Map<string, Dial>()
  readonly #timers = new Set<ReturnType<typeof setTimeout>>()

  constructor(ask: Ask, changed: () => void) {
    this.#ask = ask
    this.#changed = changed
  }

  of(numbers: readonly string[]): Dial | null {
    for (const number of numbers) {
      const dial = this.#dials.get(number)
      if (dial) return dial
    }
    return null
  }

  /** Whether a call to one of them is under way: it is not made twice. One that has come to nothing is only there to be read. */
  isUnderWay(numbers: readonly string[]): boolean {
    return numbers.some((number) => isUnderWay(this.#dials.get(number)))
  }

  get any(): boolean {
    return this.#dials.size > 0
  }

  /** Makes a call, unless one to this number is under way. A refusal is kept to be shown; it is never repeated by itself. */
  make(number: string): void {
    if (isUnderWay(this.#dials.get(number))) return
    const dial: Dial = { number, commandId: newCommandId(), state: 'asking', call: null, fault: null }
    this.#dials.set(number, dial)
    this.#changed()
    this.#ask('call.make', { commandId: dial.commandId, to: number }).then(
      () => {
        if (dial.state !== 'asking') return
        dial.state = 'asked'
        this.#later(UNSEEN_MS, () => dial.state === 'asked' && this.#remove(dial))
        this.#changed()
      },
      (error: unknown) => {
        // The call may have been seen although the answer was lost.
        if (dial.state !== 'asking') return
        dial.state = 'failed'
        dial.fault = error instanceof TrubkaError ? error.code : 'internal'
        // It may turn out to live after all.
        this.#later(READ_MS, () => dial.state === 'failed' && this.#remove(dial))
        this.#changed()
      },
    )
  }

  /** The calls there are now; those dialled in another tab, or before this page was loaded, count like our own. */
  update(calls: readonly Call[]): void {
    for (const call of calls) this.#adopt(call)
    for (const dial of this.#dials.values()) {
      const call = calls.find(({ id, commandId }) => commandId === dial.commandId || id === dial.call?.id)
      if (call) {
        dial.state = 'live'
        dial.call = call
      } else if (dial.state === 'live') {
        dial.state = 'over'
        if (dial.call && isFailed(dial.call)) this.#later(READ_MS, () => this.#remove(dial))
        else this.#remove(dial)
      }
    }
  }

  #adopt(call: Call): void {
    const { number } = call.party
    if (call.direction !== 'outgoing' || isFailed(call) || isUnderWay(this.#dials.get(number))) return
    if ([...this.#dials.values()].some(({ commandId }) => commandId === call.commandId)) return
    this.#dials.set(number, { number, commandId: call.commandId ?? '', state: 'live', call, fault: null })
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.#dials.clear()
  }

  #remove(dial: Dial): void {
    if (this.#dials.get(dial.number) !== dial) return
    this.#dials.delete(dial.number)
    this.#changed()
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, ms)
    this.#timers.add(timer)
  }
}

const isFailed = (call: Call): boolean => call.local === 'fail' || call.remote === 'fail'

function isUnderWay(dial: Dial | undefined): boolean {
  if (!dial || dial.state === 'failed' || dial.state === 'over') return false
  // A failed call is shown for a while; once nothing can be done about it, it is over.
  return dial.call === null || !isFailed(dial.call) || dial.call.commands.length > 0
}
