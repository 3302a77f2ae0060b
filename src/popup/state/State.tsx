import type { Mirror } from '../../protocol/mirror.ts'
import type { Base } from '../../protocol/state.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'

/** Speaks only when something is wrong, and then of the worst alone: the rest follows from it. */
export function State({
  mirror,
  language,
  onSettings,
}: {
  mirror: Mirror
  language: Language
  onSettings: () => void
}) {
  const words = panelWords[language]
  switch (mirror.connection) {
    case 'connecting':
      return (
        <div class="late">
          <Notice kind="plain">{words.connecting}</Notice>
        </div>
      )
    case 'offline':
      return <Notice kind="warning">{words.offline}</Notice>
    case 'refused':
      return (
        <Notice kind="warning">
          <p>{words.refused}</p>
          <Button onClick={onSettings}>{words.pairAgain}</Button>
        </Notice>
      )
    default:
      if (mirror.state?.pbxFault === 'loginRefused') return <Notice kind="warning">{words.pbxRefuses}</Notice>
      if (mirror.state?.pbx === 'down') return <Notice kind="warning">{words.pbxDown}</Notice>
      if (mirror.state?.self.number === null) return <Notice kind="warning">{words.noNumber}</Notice>
      if (mirror.state?.pbxFault === 'routeLoginRefused' && mirror.state.routing.enabled)
        return <Notice kind="warning">{words.routeRefused}</Notice>
      return <Bases mirror={mirror} language={language} />
  }
}

/** The least of all: calls go on, and what was read before is shown. */
function Bases({ mirror, language }: { mirror: Mirror; language: Language }) {
  return mirror.state?.bases.map((base) => {
    const words = wordsOf(base, language)
    return words === null ? null : (
      <Notice key={base.id} kind="plain">
        {words}
      </Notice>
    )
  })
}

function wordsOf({ name, state, loadedAt, progress }: Base, language: Language): string | null {
  const words = panelWords[language]
  if (state === 'down') return words.baseDown(name, loadedAt === null ? null : momentText(loadedAt, language))
  if (state !== 'loading' || progress === undefined) return null
  const count = (rows: number) => rows.toLocaleString(language)
  return words.baseLoading(name, count(progress.read), progress.of === null ? null : count(progress.of))
}

/** «10:42», and with its day when that is not today. */
function momentText(at: number, language: Language): string {
  const today = new Date(at).toDateString() === new Date().toDateString()
  return new Date(at).toLocaleString(language, {
    ...(!today && { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
  })
}
