import { useState } from 'preact/hooks'
import type { IntakeForm } from '../../protocol/intake.ts'
import { Icon } from '../icons.tsx'
import { Notice } from '../Notice.tsx'
import { plain } from '../text.ts'
import type { Ask } from '../wishes.ts'
import { errorText } from '../words/errors.ts'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'
import { useAnswer } from './use-answer.ts'

type Props = {
  form: IntakeForm
  language: Language
  ask: Ask
  /** Opens it in 1C. */
  onOpen: (link: string) => void
}

const AFTER_KEYS_MS = 250
const MOST_SHOWN = 6

/** The knowledge base of 1C (SPEC B11): what fits the «Тип услуги» and the Interest first; nothing is asked while it is shut. */
export function KnowledgeBase({ form, language, ask, onOpen }: Props) {
  const words = intakeWords[language]
  const [shown, setShown] = useState(false)
  const [text, setText] = useState('')
  const { base, service, interest } = form
  const question = shown ? JSON.stringify([base, text.trim(), service, interest]) : null
  const found = useAnswer(question, () => ask('intake.articles', { base, text: text.trim(), service, interest }), {
    delayMs: AFTER_KEYS_MS,
  })
  const articles = found.state === 'known' ? found.value.articles.slice(0, MOST_SHOWN) : []
  return (
    <details class="t-part t-knowledge" onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{words.knowledge}</summary>
      <div class="t-search">
        <Icon name="search" size={16} />
        <input
          data-field="knowledge"
          type="text"
          autoComplete="off"
          maxLength={100}
          value={text}
          aria-label={words.knowledgeHint}
          placeholder={words.knowledgeHint}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {found.state === 'failed' && <Notice kind="warning">{errorText(found.error, language)}</Notice>}
      {found.state === 'loading' && shown && (
        <p class="t-hint" role="status">
          {words.searching}
        </p>
      )}
      {found.state === 'known' && articles.length === 0 && (
        <p class="t-hint" role="status">
          {words.knowledgeNothing}
        </p>
      )}
      <ul class="t-found">
        {articles.map(({ ref, title, link }) => (
          <li key={ref}>
            <button
              type="button"
              class="t-client"
              data-command="openArticle"
              aria-label={words.openArticle(plain(title))}
              onClick={() => onOpen(link)}
            >
              <Icon name="window" size={16} />
              <bdi class="t-found-who">{plain(title)}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
