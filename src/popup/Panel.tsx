import { useEffect, useRef } from 'preact/hooks'
import { watchMirror } from '../platform/page.ts'
import { openOptions } from '../platform/pages.ts'
import { openPanelWindow, openSidePanel } from '../platform/panel-window.ts'
import { plain } from '../ui/text.ts'
import { useMirror } from '../ui/use-mirror.ts'
import type { Language } from '../ui/words/language.ts'
import { panelWords } from '../ui/words/panel.ts'
import { Calls } from './calls/Calls.tsx'
import { DialField } from './dial/DialField.tsx'
import { panelKeys } from './keys.ts'
import { FirstRun } from './state/FirstRun.tsx'
import { Owed } from './state/Owed.tsx'
import { State } from './state/State.tsx'
import { TopLine } from './state/TopLine.tsx'

const isPopup = document.documentElement.classList.contains('popup')
/** The popup gives way to what was opened in its place; where that fails, it stays. */
const move = (opened: Promise<unknown>) =>
  void opened.then(
    () => close(),
    (error: unknown) => console.error(error),
  )

/** «Панель управления». Holds nothing of its own: all of it is the mirror. */
export function Panel({ language }: { language: Language }) {
  const mirror = useMirror(watchMirror)
  const root = useRef<HTMLElement>(null)
  useEffect(() => {
    const stop = new AbortController()
    if (root.current) panelKeys(root.current, stop.signal)
    return () => stop.abort()
  }, [])
  const settings = () => void openOptions()

  return (
    <main class="panel" ref={root} aria-label={panelWords[language].name}>
      <TopLine
        who={mirror?.state ? { name: plain(mirror.state.self.name), number: mirror.state.self.number } : null}
        language={language}
        onSettings={settings}
        {...(isPopup && { onSide: () => move(openSidePanel()), onWindow: () => move(openPanelWindow()) })}
      />
      {mirror?.connection === 'notPaired' && <FirstRun language={language} onSettings={settings} />}
      {mirror && mirror.connection !== 'notPaired' && (
        <>
          <State mirror={mirror} language={language} onSettings={settings} />
          <Owed
            owed={mirror.owed}
            faults={mirror.owedFaults ?? []}
            refusals={mirror.refusals ?? []}
            language={language}
          />
          <DialField state={mirror.state} lastDialled={mirror.lastDialled ?? null} language={language} />
          <Calls mirror={mirror} language={language} />
        </>
      )}
    </main>
  )
}
