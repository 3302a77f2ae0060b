import { useContext, useEffect, useState } from 'preact/hooks'
import { ask } from '../platform/page.ts'
import { onSitesChanged, removeSite, requestSite, requestSites } from '../platform/permissions.ts'
import { siteOf } from '../platform/site.ts'
import { pageAddress, shownSite } from '../protocol/address.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { errorText } from '../ui/words/errors.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { ByAdministrator, ManagedSettings } from './preference.tsx'

export function SitesSection({ language }: { language: Language }) {
  return (
    <section aria-labelledby="sites">
      <h2 id="sites">{optionsWords[language].sites}</h2>
      <Sites language={language} />
    </section>
  )
}

/** The 1C addresses the extension may work on, and no others (SPEC D4). */
export function Sites({ language }: { language: Language }) {
  const words = optionsWords[language]
  const [sites, setSites] = useState<string[] | null>(null)
  const [typed, setTyped] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)

  useEffect(() => {
    const load = () => {
      ask('sites.list', {}).then(setSites, (error: unknown) => setRefusal(errorText(error, language)))
    }
    load()
    return onSitesChanged(load)
  }, [language])

  const { bases } = useContext(ManagedSettings)
  const managed = [...new Set(bases.flatMap(({ address }) => siteOf(address) ?? []))]
  const missing = sites === null ? [] : managed.filter((site) => !sites.includes(site))

  // Not async up to the request: the browser asks only in the click itself.
  const allowManaged = () => {
    requestSites(missing).then(
      (granted) => setRefusal(granted ? null : words.siteDenied),
      () => setRefusal(words.siteDenied),
    )
  }
  const add = () => {
    const address = pageAddress(typed)
    const site = address === null ? null : siteOf(address)
    if (site === null) {
      setRefusal(words.siteWrong)
      return
    }
    requestSite(site).then(
      (granted) => {
        setRefusal(granted ? null : words.siteDenied)
        if (granted) setTyped('')
      },
      () => setRefusal(words.siteDenied),
    )
  }
  const remove = (site: string) => {
    removeSite(site).catch((error: unknown) => setRefusal(errorText(error, language)))
  }

  return (
    <>
      <p class="soft">{words.sitesHint}</p>
      {missing.length > 0 && (
        <div class="question">
          <p>
            {words.managedSites} <bdi>{missing.map(shownSite).join(', ')}</bdi>
          </p>
          <div class="row">
            <Button kind="accent" command="allow-managed" onClick={allowManaged}>
              {words.allow}
            </Button>
          </div>
        </div>
      )}
      {sites?.length === 0 && <p class="soft">{words.noSites}</p>}
      {sites && sites.length > 0 && (
        <ul class="sites">
          {sites.map((site) => (
            <li key={site} data-site={site}>
              <bdi>{shownSite(site)}</bdi>
              {managed.includes(site) ? (
                <ByAdministrator language={language} />
              ) : (
                <button
                  type="button"
                  class="t-button plain"
                  aria-label={words.removeSite(shownSite(site))}
                  onClick={() => remove(site)}
                >
                  {words.remove}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <form
        data-form="site"
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <label>
          <span>{words.site}</span>
          <input
            name="site"
            type="text"
            inputMode="url"
            autoComplete="off"
            spellcheck={false}
            required
            value={typed}
            placeholder={words.siteHint}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        {refusal && <Notice kind="warning">{refusal}</Notice>}
        <div class="row">
          <Button type="submit" kind="accent">
            {words.allow}
          </Button>
        </div>
      </form>
    </>
  )
}
