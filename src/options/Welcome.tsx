import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { ask, language as spoken } from '../platform/page.ts'
import { openOptions } from '../platform/pages.ts'
import { watchPanelMirror } from '../platform/panel-mirror.ts'
import { onSitesChanged } from '../platform/permissions.ts'
import { NOTHING_MANAGED } from '../protocol/managed.ts'
import type { Mirror } from '../protocol/mirror.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/icons.tsx'
import { Notice } from '../ui/Notice.tsx'
import { plain } from '../ui/text.ts'
import { useMirror } from '../ui/use-mirror.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { welcomeWords } from '../ui/words/welcome.ts'
import { PairingForm } from './PairingForm.tsx'
import { ManagedSettings } from './preference.tsx'
import { Sites } from './SitesSection.tsx'

/** Whether a page of 1C is open no event tells. */
const LOOK_MS = 2000

/** «Первые шаги»: opened once after the installation; each step says when it is done. */
export function Welcome() {
  const mirror = useMirror(watchPanelMirror)
  const language = spoken()
  const words = welcomeWords[language]
  const { allowed, open } = useOneC(mirror)
  useLayoutEffect(() => {
    document.title = words.title
    document.documentElement.lang = language
  }, [language])
  if (!mirror) return null
  const paired = mirror.connection !== 'notPaired'
  return (
    <ManagedSettings.Provider value={mirror.managed ?? NOTHING_MANAGED}>
      <main>
        <h1>
          <span class="mark">
            <Icon name="handset" />
          </span>
          {words.title}
        </h1>
        <p>{words.intro}</p>
        <ol class="steps">
          <Step id="connect" title={words.connect} done={paired} language={language}>
            {paired ? <Paired mirror={mirror} language={language} /> : <PairingForm language={language} server="" />}
          </Step>
          <Step id="allow" title={words.allow} done={allowed} language={language}>
            <Sites language={language} />
          </Step>
          <Step id="try" title={words.try} done={open} language={language}>
            <p>{words.tryHow}</p>
            <p class="soft">{words.pin}</p>
          </Step>
        </ol>
        {paired && allowed && open && <Notice kind="accent">{words.ready}</Notice>}
        <div class="row">
          <Button command="settings" onClick={() => void openOptions()}>
            {words.settings}
          </Button>
        </div>
      </main>
    </ManagedSettings.Provider>
  )
}

type StepProps = { id: string; title: string; done: boolean; language: Language; children: ComponentChildren }

function Step({ id, title, done, language, children }: StepProps) {
  return (
    <li data-step={id} data-done={done}>
      <section aria-labelledby={id}>
        <h2 id={id}>
          {title}
          {done && (
            <span class="done">
              <Icon name="check" /> {welcomeWords[language].done}
            </span>
          )}
        </h2>
        {children}
      </section>
    </li>
  )
}

function Paired({ mirror, language }: { mirror: Mirror; language: Language }) {
  const words = optionsWords[language]
  const self = mirror.state?.self
  return <p>{self ? words.pairedAs(plain(self.name)) : words.connection[mirror.connection]}</p>
}

/** Whether an address of 1C is allowed, and a page of it open. */
function useOneC(mirror: Mirror | null): { allowed: boolean; open: boolean } {
  const [allowed, setAllowed] = useState(false)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const look = () => {
      ask('sites.list', {}).then((sites) => setAllowed(sites.length > 0), console.error)
      ask('onec.pages', {}).then((pages) => setOpen(pages.open), console.error)
    }
    look()
    const timer = setInterval(look, LOOK_MS)
    const stop = onSitesChanged(look)
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [mirror?.connection])
  return { allowed, open }
}
