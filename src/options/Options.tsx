import { useLayoutEffect } from 'preact/hooks'
import { language as spoken } from '../platform/page.ts'
import { watchPanelMirror } from '../platform/panel-mirror.ts'
import { NOTHING_MANAGED } from '../protocol/managed.ts'
import { Icon } from '../ui/icons.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useMirror } from '../ui/use-mirror.ts'
import { optionsWords } from '../ui/words/options.ts'
import { AlertsSection } from './AlertsSection.tsx'
import { FieldsSection } from './FieldsSection.tsx'
import { FormsSection } from './FormsSection.tsx'
import { IntakeSection } from './IntakeSection.tsx'
import { LanguageSection } from './LanguageSection.tsx'
import { PairingSection } from './PairingSection.tsx'
import { ManagedSettings } from './preference.tsx'
import { SitesSection } from './SitesSection.tsx'

export function Options() {
  const mirror = useMirror(watchPanelMirror)
  const language = spoken()
  const words = optionsWords[language]
  const managed = mirror?.managed ?? NOTHING_MANAGED
  useLayoutEffect(() => {
    document.title = words.title
    document.documentElement.lang = language
  }, [language])
  return (
    <ManagedSettings.Provider value={managed}>
      <main>
        <h1>
          <span class="mark">
            <Icon name="handset" />
          </span>
          {words.title}
        </h1>
        {managed.faults.length > 0 && <Notice kind="warning">{words.managedFaults(managed.faults)}</Notice>}
        {mirror && (
          <>
            <PairingSection connection={mirror.connection} self={mirror.state?.self ?? null} language={language} />
            <SitesSection language={language} />
            <IntakeSection preferences={mirror.preferences} language={language} />
            <FormsSection preferences={mirror.preferences} language={language} />
            <FieldsSection version={mirror.fieldsVersion ?? 0} language={language} />
            <AlertsSection preferences={mirror.preferences} language={language} />
            <LanguageSection preferences={mirror.preferences} language={language} />
          </>
        )}
      </main>
    </ManagedSettings.Provider>
  )
}
