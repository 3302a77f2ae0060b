/**
 * The panel's keys (LOOK, «Keys»), by their place on the keyboard, so that they are the same in both layouts. In a text
 * field letters are letters: there, with Alt. A key presses the button that a mouse would, so that both do the same.
 */
export function panelKeys(root: HTMLElement, signal: AbortSignal): void {
  const press = (selector: string) => {
    const button = root.querySelector<HTMLButtonElement>(`${selector}:not(:disabled)`)
    button?.click()
    return button !== null
  }
  const keys: Record<string, () => boolean> = {
    KeyA: () => press('.t-call.ringing [data-command="answer"]'),
    // The call one is in, before one that only rings.
    KeyE: () => press('.t-call:not(.ringing) [data-command="clear"]') || press('[data-command="clear"]'),
    Slash: () => {
      const field = root.querySelector<HTMLInputElement>('[data-field="dial"]')
      field?.focus()
      field?.select()
      return field !== null
    },
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.repeat || event.isComposing) return
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
    if (typing !== event.altKey) return
    if (keys[event.code]?.()) event.preventDefault()
  }
  root.ownerDocument.addEventListener('keydown', onKey, { signal })
}
