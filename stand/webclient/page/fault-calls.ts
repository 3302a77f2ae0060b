import { tellFault } from './fault-list.ts'

/**
 * Calls of a script in the page's own world. Those of a content script's world cannot be seen from here: the tests look
 * for its listeners and its tabs from outside (tests/support/faults.ts).
 */
export function watchCalls(): void {
  const listen = window.addEventListener.bind(window)
  window.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ) => {
    if (type === 'beforeunload') tellFault('beforeunload', 'a listener on window')
    if (listener) listen(type, listener, options)
  }
  const open = window.open.bind(window)
  window.open = (url, target, features) => {
    const address = new URL(String(url ?? ''), location.href)
    if (address.origin === location.origin) tellFault('new-tab', address.href)
    return open(url, target, features)
  }
}
