import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/icons.tsx'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'

export function FirstRun({ language, onSettings }: { language: Language; onSettings: () => void }) {
  const words = panelWords[language]
  return (
    <section class="first-run">
      <span class="first-run-mark">
        <Icon name="handset" />
      </span>
      <h1>{words.firstTitle}</h1>
      <ol>
        {words.firstSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Button kind="accent" large onClick={onSettings}>
        {words.firstOpen}
      </Button>
    </section>
  )
}
