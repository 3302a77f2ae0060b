import { createContext } from 'preact'
import { useContext, useState } from 'preact/hooks'
import { ask } from '../platform/page.ts'
import { type Managed, NOTHING_MANAGED } from '../protocol/managed.ts'
import type { PageParams } from '../protocol/page.ts'
import type { Preferences } from '../protocol/preferences.ts'
import { errorText } from '../ui/words/errors.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'

/** What the administrator has set; the page shows it, and lets nobody change it. */
export const ManagedSettings = createContext<Managed>(NOTHING_MANAGED)

type Name = keyof Preferences
type Switch = { [P in Name]: Preferences[P] extends boolean ? P : never }[Name]

export const useIsManaged = (name: Name): boolean => Object.hasOwn(useContext(ManagedSettings).preferences, name)

/** Keeps what is chosen; `refusal` is why it could not be kept. */
export function usePreferences(language: Language) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const set = (changes: PageParams<'preferences.set'>) => {
    ask('preferences.set', changes).then(
      () => setRefusal(null),
      (error: unknown) => setRefusal(errorText(error, language)),
    )
  }
  return { set, refusal }
}

export function ByAdministrator({ language }: { language: Language }) {
  return <small class="managed">{optionsWords[language].byAdministrator}</small>
}

type CheckProps = {
  name: Switch
  label: string
  preferences: Preferences
  language: Language
  set: (changes: PageParams<'preferences.set'>) => void
}

/** A preference that is on or off. */
export function Check({ name, label, preferences, language, set }: CheckProps) {
  const managed = useIsManaged(name)
  return (
    <label class="check">
      <input
        name={name}
        type="checkbox"
        checked={preferences[name]}
        disabled={managed}
        onChange={(event) => set({ [name]: event.currentTarget.checked })}
      />
      <span>
        {label}
        {managed && <ByAdministrator language={language} />}
      </span>
    </label>
  )
}
