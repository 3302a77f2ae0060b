import { useState } from 'preact/hooks'
import { ask } from '../platform/page.ts'
import type { Preferences } from '../protocol/preferences.ts'
import { Notice } from '../ui/Notice.tsx'
import { errorText } from '../ui/words/errors.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'

/** Where phones are looked for in forms of 1C. */
export function FormsSection({ preferences, language }: { preferences: Preferences; language: Language }) {
  const words = optionsWords[language]
  const [refusal, setRefusal] = useState<string | null>(null)
  const set = (htmlFields: boolean) => {
    ask('preferences.set', { htmlFields }).then(
      () => setRefusal(null),
      (error: unknown) => setRefusal(errorText(error, language)),
    )
  }
  return (
    <section aria-labelledby="forms">
      <h2 id="forms">{words.forms}</h2>
      <label class="check">
        <input
          name="htmlFields"
          type="checkbox"
          checked={preferences.htmlFields}
          onChange={(event) => set(event.currentTarget.checked)}
        />
        <span>{words.htmlFields}</span>
      </label>
      <p class="soft">{words.htmlFieldsHint}</p>
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
