import type { Preferences } from '../protocol/preferences.ts'
import { Notice } from '../ui/Notice.tsx'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { Check, usePreferences } from './preference.tsx'

/** Whether requests are taken here (SPEC B). */
export function IntakeSection({ preferences, language }: { preferences: Preferences; language: Language }) {
  const words = optionsWords[language]
  const { set, refusal } = usePreferences(language)
  return (
    <section aria-labelledby="intake">
      <h2 id="intake">{words.wizardTitle}</h2>
      <Check name="wizard" label={words.wizard} {...{ preferences, language, set }} />
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
