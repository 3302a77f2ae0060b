import { KeyRows } from '../ui/key-rows.ts'

/**
 * The panel's keys (LOOK, «Keys»), by their place on the keyboard, so that they are the same in both layouts. In a text
 * field letters are letters: there, with Alt. A key presses the button that a mouse would, so that both do the same.
 */
export function panelKeys(root: HTMLElement, signal: AbortSignal): void {
  const rows = new KeyRows()
  // One that awaits its answer (disabled) keeps the key, and so does the call it was, for a moment: a second press must
  // not end the next call.
  const press = (selector: string, key?: string) => {
    const button = root.querySelector<HTMLButtonElement>(selector)
    if (!button) return false
    const call = button.closest<HTMLElement>('[data-call]')?.dataset.call
    if (key === undefined || call === undefined || rows.means(key, call)) button.click()
    return true
  }
  // While somebody is chosen for a call, its own buttons are not there: the key is not meant for another call's.
  const choosing = () => root.querySelector('[data-field="transfer"]') !== null
  const keys: Record<string, () => boolean> = {
    KeyA: () => press('.t-call.ringing [data-command="answer"]', 'answer'),
    // The call one is in, before one that is held, and that before one that only rings.
    KeyE: () =>
      choosing() ||
      press('.t-call.talking:not(.held) [data-command="clear"]', 'end') ||
      press('.t-call:not(.ringing, .held) [data-command="clear"]', 'end') ||
      press('.t-call:not(.ringing) [data-command="clear"]', 'end') ||
      press('[data-command="clear"]', 'end'),
    KeyH: () =>
      choosing() ||
      press('[data-command="alternate"]', 'hold') ||
      press('[data-command="hold"]', 'hold') ||
      press('[data-command="retrieve"]', 'hold'),
    KeyT: () =>
      press('[data-command="transfer"]') ||
      press('.t-call:not(.held) [data-command="pick"]') ||
      press('[data-command="pick"]'),
    KeyR: () => press('[data-command="suspendRecording"]') || press('[data-command="resumeRecording"]'),
    Slash: () => {
      const field = root.querySelector<HTMLInputElement>('[data-field="dial"]')
      field?.focus()
      field?.select()
      return field !== null
    },
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.repeat || event.isComposing) return
    if (event.key === 'Escape') {
      // In a field Escape is the field's own, or closes the popup: a consultation must not end by that.
      if (!event.defaultPrevented && !isField(event.target) && (press('[data-command="cancel"]') || press(BACK)))
        event.preventDefault()
      return
    }
    const typing = isField(event.target)
    if (typing && !event.altKey) return
    if (keys[event.code]?.()) event.preventDefault()
  }
  root.ownerDocument.addEventListener('keydown', onKey, { signal })
}

const BACK = '[data-command="reconnect"]'
/** Inputs that no letter goes into: a choice, a switch, a slider as that of a recording. */
const LETTERLESS: ReadonlySet<string> = new Set(['radio', 'checkbox', 'range'])
/** Where letters mean something: in a list of options they look for one. */
const isField = (target: EventTarget | null) =>
  (target instanceof HTMLInputElement && !LETTERLESS.has(target.type)) ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement
