import { render } from 'preact'
import { ask } from '../../platform/page.ts'
import type { HangUps } from '../../ui/intake/hang-up.ts'
import { Intakes } from '../../ui/intake/Intakes.tsx'
import intake from '../../ui/intake/intake.css?inline'
import type { Managers } from '../../ui/intake/managers.ts'
import type { Opener } from '../../ui/OpenIn1C.tsx'
import { Photos, photosBy } from '../../ui/photos.ts'
import pieces from '../../ui/pieces.css?inline'
import { copyText } from '../overlay/copy.ts'
import css from '../overlay/sheet.css?inline'
import { offerPart } from '../parts.ts'
import type { OpenWizard } from './types.ts'

// Runs when the first wizard is open.

const UNDO_MS = 30_000

const openWizard: OpenWizard = (mount, { addStyles, onCovers }) => {
  addStyles(pieces + intake + css)
  const photos = photosBy((wish) => ask('people.photo', wish))
  const hangUps: HangUps = { listener: null }
  return {
    draw: ({ language, top, ...props }) =>
      render(
        <Photos.Provider value={photos}>
          <div class="wizard" lang={language} style={{ '--top': `${top}px` }}>
            <Intakes
              {...props}
              language={language}
              managers={managersNow()}
              ask={ask}
              opener={opener}
              hangUps={hangUps}
              collapsible
              undoMs={UNDO_MS}
              onCovers={onCovers}
            />
          </div>
        </Photos.Provider>,
        mount,
      ),
    hangUp: (callId) => hangUps.listener?.(callId) ?? false,
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

const opener: Opener = {
  open: (wish) => ask('onec.open', wish),
  copy: (text) => copyText(text, document),
}

offerPart('wizard', openWizard)
