import { useState } from 'preact/hooks'
import { ask } from '../platform/page.ts'
import type { Preferences } from '../protocol/preferences.ts'
import { Notice } from '../ui/Notice.tsx'
import { errorText } from '../ui/words/errors.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'

/** Whether requests are taken here (SPEC B). */
export function IntakeSection({ preferences, language }: { preferences: Preferences; language: Language }) {
  const words = optionsWords[language]
  const [refusal, setRefusal] = useState<string | null>(null)
  const set = (wizard: boolean) => {
    ask('preferences.set', { wizard }).then(
      () => setRefusal(null),
      (error: unknown) => setRefusal(errorText(error, language)),
    )
  }
  return (
    <section aria-labelledby="intake">
      <h2 id="intake">{words.wizardTitle}</h2>
      <label class="check">
        <input
          name="wizard"
          type="checkbox"
          checked={preferences.wizard}
          onChange={(event) => set(event.currentTarget.checked)}
        />
        <span>{words.wizard}</span>
      </label>
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
