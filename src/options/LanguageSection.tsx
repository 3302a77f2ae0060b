import { LanguageChoice, type Preferences } from '../protocol/preferences.ts'
import { Notice } from '../ui/Notice.tsx'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { ByAdministrator, useIsManaged, usePreferences } from './preference.tsx'

/** In which language everything of ours is said; only what the browser itself shows of an extension is left to it. */
export function LanguageSection({ preferences, language }: { preferences: Preferences; language: Language }) {
  const words = optionsWords[language]
  const { set, refusal } = usePreferences(language)
  const managed = useIsManaged('language')
  return (
    <section aria-labelledby="language">
      <h2 id="language">{words.language}</h2>
      <label>
        <span>
          {words.languageOf}
          {managed && <ByAdministrator language={language} />}
        </span>
        <select
          name="language"
          disabled={managed}
          value={preferences.language}
          onChange={(event) => {
            const chosen = LanguageChoice.options.find((each) => each === event.currentTarget.value)
            if (chosen) set({ language: chosen })
          }}
        >
          {LanguageChoice.options.map((each) => (
            <option key={each} value={each}>
              {words.languages[each]}
            </option>
          ))}
        </select>
      </label>
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
