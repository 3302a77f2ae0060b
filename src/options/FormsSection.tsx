import type { Preferences } from '../protocol/preferences.ts'
import { Notice } from '../ui/Notice.tsx'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { Check, usePreferences } from './preference.tsx'

/** Where phones are looked for in forms of 1C. */
export function FormsSection({ preferences, language }: { preferences: Preferences; language: Language }) {
  const words = optionsWords[language]
  const { set, refusal } = usePreferences(language)
  return (
    <section aria-labelledby="forms">
      <h2 id="forms">{words.forms}</h2>
      <Check name="htmlFields" label={words.htmlFields} {...{ preferences, language, set }} />
      <p class="soft">{words.htmlFieldsHint}</p>
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
