import { Icon } from '../../ui/icons.tsx'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'

type Props = { who: { name: string; number: string | null } | null; language: Language; onSettings: () => void }

export function TopLine({ who, language, onSettings }: Props) {
  const words = panelWords[language]
  return (
    <header class="top-line">
      {who ? (
        <p class="self">
          <bdi class="self-name">{who.name}</bdi>
          {who.number !== null && <span class="self-number">{words.signedInAs(who.number)}</span>}
        </p>
      ) : (
        <p class="self">
          <span class="self-name">{words.name}</span>
        </p>
      )}
      <button
        type="button"
        class="t-button plain"
        onClick={onSettings}
        title={words.settings}
        aria-label={words.settings}
      >
        <Icon name="settings" />
      </button>
    </header>
  )
}
