import browser from 'webextension-polyfill'

export type SystemNotification = { id: string; title: string; message: string; buttons: string[] }

const ICON = 'icons/icon-128.png'

/** Brings the system's notifications whose id is `ours` to what is wanted; those a person has closed stay closed. */
export class Notifications {
  readonly #ours: (id: string) => boolean
  #wanted: string | null = null
  #last: Promise<void> = Promise.resolve()

  constructor(ours: (id: string) => boolean) {
    this.#ours = ours
  }

  set(wanted: SystemNotification[]): Promise<void> {
    const key = JSON.stringify(wanted)
    if (key === this.#wanted) return this.#last
    this.#wanted = key
    const run = () => this.#show(wanted)
    this.#last = this.#last.then(run, run)
    return this.#last
  }

  async #show(wanted: SystemNotification[]): Promise<void> {
    const shown = Object.keys(await browser.notifications.getAll()).filter(this.#ours)
    for (const id of shown) if (!wanted.some((each) => each.id === id)) await browser.notifications.clear(id)
    for (const each of wanted) await create(each, true)
  }
}

/** Shows one beside those that follow the calls. */
export const showNotification = (wanted: Omit<SystemNotification, 'buttons'>): Promise<void> =>
  create({ ...wanted, buttons: [] }, true)

/** Says something once, where no page of ours may be open. */
export const tell = (title: string, message: string): Promise<void> =>
  create({ id: `told:${Date.now()}`, title, message, buttons: [] }, false)

async function create({ id, title, message, buttons }: SystemNotification, stays: boolean): Promise<void> {
  const basic = { type: 'basic' as const, iconUrl: browser.runtime.getURL(ICON), title, message }
  // Firefox knows no buttons, and refuses what it does not know.
  const more = {
    requireInteraction: stays,
    priority: 2,
    silent: true,
    buttons: buttons.map((text) => ({ title: text })),
  }
  await browser.notifications.create(id, __TARGET__ === 'firefox' ? basic : { ...basic, ...more })
}

/** `onClick` for the notification itself, `onButton` with the place of the button, counted from 0. */
export function onNotifications(onClick: (id: string) => void, onButton: (id: string, button: number) => void): void {
  browser.notifications.onClicked.addListener(onClick)
  if (__TARGET__ === 'chromium') browser.notifications.onButtonClicked.addListener(onButton)
}

export const closeNotification = (id: string): Promise<boolean> => browser.notifications.clear(id)
