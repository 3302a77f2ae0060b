import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/icons.tsx'
import type { Language } from '../../../ui/words/language.ts'
import { usePage } from './context.ts'
import { PART_NAMES, type PartName } from './part.ts'
import { pageWords } from './words.ts'

type TopProps = {
  part: PartName
  goTo: (part: PartName) => void
  language: Language
  onLanguage: (language: Language) => void
  onSignOut: () => void
}

export function Top({ part, language, onLanguage, onSignOut }: TopProps) {
  const { state } = usePage()
  const words = pageWords[language]
  const trouble =
    state.pbx.faults.main !== null ||
    state.pbx.faults.routing !== null ||
    state.bases.some((base) => base.state === 'down' || base.file?.error || base.file?.refusedCount)
  return (
    <header>
      <div class="top">
        <span class="mark">
          <Icon name="handset" />
        </span>
        <h1>
          Трубка <span class="soft">{words.title}</span>
        </h1>
        <span class="soft version">{state.version}</span>
        <Button kind="plain" onClick={() => onLanguage(language === 'ru' ? 'en' : 'ru')}>
          <span lang={language === 'ru' ? 'en' : 'ru'}>{words.otherLanguage}</span>
        </Button>
        <Button onClick={onSignOut}>{words.signOut}</Button>
      </div>
      <nav aria-label={words.title}>
        {PART_NAMES.map((name) => (
          <a key={name} href={`#${name}`} aria-current={part === name ? 'page' : undefined}>
            {words.parts[name]}
            {name === 'state' && trouble && <Icon name="warning" size={16} />}
          </a>
        ))}
      </nav>
    </header>
  )
}
