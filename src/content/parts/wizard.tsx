import { render } from 'preact'
import { ask } from '../../platform/page.ts'
import { isPageOf } from '../../ui/base-page.ts'
import type { HangUps } from '../../ui/intake/hang-up.ts'
import { Intakes } from '../../ui/intake/Intakes.tsx'
import intake from '../../ui/intake/intake.css?inline'
import type { Managers } from '../../ui/intake/managers.ts'
import { Photos, photosBy } from '../../ui/photos.ts'
import pieces from '../../ui/pieces.css?inline'
import { openInClient } from '../onec/open-link.ts'
import { OpenedLink, type Opening } from '../overlay/OpenedLink.tsx'
import css from '../overlay/sheet.css?inline'
import { offerPart } from '../parts.ts'
import type { OpenWizard, WizardPartProps } from './types.ts'

// Runs when the first wizard is open, or the first navigation link is to be opened.

const openWizard: OpenWizard = (doc, mount, { addStyles, onCovers }) => {
  addStyles(pieces + intake + css)
  const photos = photosBy((wish) => ask('people.photo', wish))
  const hangUps: HangUps = { listener: null }
  let props: WizardPartProps | null = null
  let opening: Opening | null = null

  const draw = () => {
    if (!props) return
    const { language, intakes, calls, bases, openInterest, top } = props
    render(
      <Photos.Provider value={photos}>
        <div class="wizard" lang={language} style={{ '--top': `${top}px` }}>
          <Intakes
            intakes={intakes}
            calls={calls}
            bases={bases}
            openInterest={openInterest}
            managers={managersNow()}
            language={language}
            ask={ask}
            hangUps={hangUps}
            collapsible
            onCovers={onCovers}
            onOpen={(base, link) => void openAnywhere(base, link)}
          />
          {opening && <OpenedLink {...opening} doc={doc} language={language} onClose={() => say(null)} />}
        </div>
      </Photos.Provider>,
      mount,
    )
  }
  const say = (now: Opening | null) => {
    opening = now
    draw()
  }
  const open = async (link: string) => {
    const now: Opening = { link, failed: false }
    say(now)
    const done = await openInClient(doc, link)
    if (opening === now) say(done ? null : { link, failed: true })
  }
  /** Where another base's page is open beside this one, it is opened there. */
  const openAnywhere = async (base: string, link: string) => {
    const own = props?.bases.find(({ id }) => id === base)
    if (own && isPageOf(doc.location.href, own)) return open(link)
    const opened = await ask('onec.open', { base, link }).catch(() => null)
    if (!opened?.opened) say({ link, failed: true })
  }
  return {
    draw: (now) => {
      props = now
      draw()
    },
    hangUp: (callId) => hangUps.listener?.(callId) ?? false,
    open: (link) => void open(link),
    close: () => render(null, mount),
  }
}

/** A page knows no colleagues of its own: it asks, again with each second. */
const managersNow = (): Managers => ({
  of: (id) => ask('people.user', { id }),
  find: (typed, departments) =>
    ask('people.managers', { typed, departments: departments === null ? null : [...departments] }),
  version: Math.floor(Date.now() / 1000),
})

offerPart('wizard', openWizard)
