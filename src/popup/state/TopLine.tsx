import type { ShownStatus } from '../../protocol/status.ts'
import { Icon, type IconName } from '../../ui/icons.tsx'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'
import { OwnStatus } from '../status/OwnStatus.tsx'

type Props = {
  who: { name: string; number: string | null; status: ShownStatus | null; showIdle: boolean } | null
  online: boolean
  language: Language
  onSettings: () => void
  /** Where else the panel can be opened; left out where it already is there. */
  onSide?: (() => void) | undefined
  onWindow?: (() => void) | undefined
}

export function TopLine({ who, online, language, onSettings, onSide, onWindow }: Props) {
  const words = panelWords[language]
  return (
    <header class="top">
      <div class="top-line">
        {who ? (
          <h1 class="self">
            <bdi class="self-name">{who.name}</bdi>
            {who.number !== null && <span class="self-number">{words.signedInAs(who.number)}</span>}
          </h1>
        ) : (
          <h1 class="self">
            <span class="self-name">{words.name}</span>
          </h1>
        )}
        <div class="top-buttons">
          {onSide && <TopButton icon="side" word={words.openSide} onClick={onSide} />}
          {onWindow && <TopButton icon="window" word={words.openWindow} onClick={onWindow} />}
          <TopButton icon="settings" word={words.settings} onClick={onSettings} />
        </div>
      </div>
      {who && <OwnStatus status={who.status} showIdle={who.showIdle} online={online} language={language} />}
    </header>
  )
}

function TopButton({ icon, word, onClick }: { icon: IconName; word: string; onClick: () => void }) {
  return (
    <button type="button" class="t-button plain" onClick={onClick} title={word} aria-label={word}>
      <Icon name={icon} />
    </button>
  )
}
