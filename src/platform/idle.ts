import browser from 'webextension-polyfill'

/** Nobody has touched the machine for so long, or its screen is locked. */
const IDLE_SECONDS = 300

/** Tells whether somebody is at the machine, whenever that changes; a stopped background is started for it. */
export function onIdle(listener: (idle: boolean) => void): void {
  browser.idle.setDetectionInterval(IDLE_SECONDS)
  browser.idle.onStateChanged.addListener((state) => listener(state !== 'active'))
}

export async function isIdle(): Promise<boolean> {
  return (await browser.idle.queryState(IDLE_SECONDS)) !== 'active'
}
