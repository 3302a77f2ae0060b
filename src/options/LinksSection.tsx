import { useState } from 'preact/hooks'
import { takesLinksItself } from '../platform/link-handler.ts'
import { openTab } from '../platform/pages.ts'
import { requestSite } from '../platform/permissions.ts'
import { siteOf } from '../platform/site.ts'
import { linkPage } from '../protocol/link-page.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { errorText } from '../ui/words/errors.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'

type Props = { server: string; language: Language }

/** Telephone links of other programs, the thin client of 1C among them (SPEC A12). */
export function LinksSection({ server, language }: Props) {
  const words = optionsWords[language]
  const [refusal, setRefusal] = useState<string | null>(null)
  const page = linkPage(server)

  // Not async up to the request: the browser asks only in the click itself.
  const allow = () => {
    const site = siteOf(page)
    if (site === null) return
    requestSite(site).then(
      (granted) => {
        setRefusal(granted ? null : words.siteDenied)
        if (granted) openTab(page).catch((error: unknown) => setRefusal(errorText(error, language)))
      },
      () => setRefusal(words.siteDenied),
    )
  }
  return (
    <section aria-labelledby="links">
      <h2 id="links">{words.links}</h2>
      <p class="soft">{takesLinksItself ? words.linksItself : words.linksHint}</p>
      {!takesLinksItself && (
        <div class="row">
          <Button command="links" onClick={allow}>
            {words.linksOpen}
          </Button>
        </div>
      )}
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
