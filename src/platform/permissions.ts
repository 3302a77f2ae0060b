import browser from 'webextension-polyfill'

/** The sites the extension may work on, as match patterns (SPEC D4). */
export async function grantedSites(): Promise<string[]> {
  const { origins = [] } = await browser.permissions.getAll()
  return origins.filter((origin) => /^https?:/.test(origin)).sort()
}

export const isGranted = (site: string): Promise<boolean> => browser.permissions.contains({ origins: [site] })

/** Has to be called in a click, before any await: else the browser refuses to ask. */
export const requestSites = (sites: string[]): Promise<boolean> => browser.permissions.request({ origins: sites })
export const requestSite = (site: string): Promise<boolean> => requestSites([site])

export const removeSite = (site: string): Promise<boolean> => browser.permissions.remove({ origins: [site] })

/** Whether by us, or by the user in the browser's own settings. Returns a function that stops it. */
export function onSitesChanged(listener: (change: { added: string[] }) => void): () => void {
  const onAdded = ({ origins }: { origins?: string[] | undefined }) => listener({ added: origins ?? [] })
  const onRemoved = () => listener({ added: [] })
  browser.permissions.onAdded.addListener(onAdded)
  browser.permissions.onRemoved.addListener(onRemoved)
  return () => {
    browser.permissions.onAdded.removeListener(onAdded)
    browser.permissions.onRemoved.removeListener(onRemoved)
  }
}
