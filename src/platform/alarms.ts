import browser from 'webextension-polyfill'

const NAME = 'revive'

/** Wakes the background every half minute, the shortest both browsers allow, should it have been stopped after all. */
export function onHalfMinute(listener: () => void): void {
  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === NAME) listener()
  })
  browser.alarms
    .get(NAME)
    .then(async (alarm) => {
      if (!alarm) await browser.alarms.create(NAME, { periodInMinutes: 0.5 })
    })
    .catch((error: unknown) => console.error(error))
}
