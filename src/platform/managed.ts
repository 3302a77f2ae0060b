import browser from 'webextension-polyfill'

/** What the browser's policy says, unchecked; nothing where there is no policy. */
export async function managedSettings(): Promise<Record<string, unknown>> {
  try {
    return await browser.storage.managed.get()
  } catch {
    // Firefox throws where nothing is managed.
    return {}
  }
}

/** Firefox tells of no change: there a policy comes into force with the browser's next start. */
export function onManagedChanged(listener: () => void): void {
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area === 'managed') listener()
  })
}
