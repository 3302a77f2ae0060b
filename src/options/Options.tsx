import { watchPanelMirror } from '../platform/panel-mirror.ts'
import { Icon } from '../ui/icons.tsx'
import { useMirror } from '../ui/use-mirror.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { AlertsSection } from './AlertsSection.tsx'
import { FieldsSection } from './FieldsSection.tsx'
import { FormsSection } from './FormsSection.tsx'
import { IntakeSection } from './IntakeSection.tsx'
import { PairingSection } from './PairingSection.tsx'
import { SitesSection } from './SitesSection.tsx'

export function Options({ language }: { language: Language }) {
  const mirror = useMirror(watchPanelMirror)
  const words = optionsWords[language]
  document.title = words.title
  return (
    <main>
      <h1>
        <span class="mark">
          <Icon name="handset" />
        </span>
        {words.title}
      </h1>
      {mirror && (
        <PairingSection connection={mirror.connection} self={mirror.state?.self ?? null} language={language} />
      )}
      <SitesSection language={language} />
      {mirror && <IntakeSection preferences={mirror.preferences} language={language} />}
      {mirror && <FormsSection preferences={mirror.preferences} language={language} />}
      {mirror && <FieldsSection version={mirror.fieldsVersion ?? 0} language={language} />}
      {mirror && <AlertsSection preferences={mirror.preferences} language={language} />}
    </main>
  )
}
