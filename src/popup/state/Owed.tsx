import { ask } from '../../platform/page.ts'
import type { ErrorCode } from '../../protocol/errors.ts'
import type { RefusedWrite } from '../../protocol/mirror.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import { errorWords } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'
import { ruleFaultWords } from '../../ui/words/rules.ts'

type Props = { owed: number; faults: ErrorCode[]; refusals: RefusedWrite[]; language: Language }

/** Rule writes on their way, and those that will never arrive, until the operator has read of them. */
export function Owed({ owed, faults, refusals, language }: Props) {
  const words = panelWords[language]
  return (
    <>
      {owed > 0 && faults.length === 0 && <Notice kind="plain">{words.owed(owed)}</Notice>}
      {owed > 0 && faults.length > 0 && (
        <Notice kind="warning">
          <p>{words.owedAside(owed)}</p>
          {faults.map((fault) => (
            <p key={fault}>{errorWords[language][fault]}</p>
          ))}
        </Notice>
      )}
      {refusals.length > 0 && (
        <Notice kind="warning">
          <p>
            <strong>{words.refusedTitle}</strong>
          </p>
          {[...new Set(refusals.map((refusal) => refusalText(refusal, language)))].map((text) => (
            <p key={text}>{text}</p>
          ))}
          <Button onClick={() => void ask('routing.seen', {}).catch(() => {})}>{words.seen}</Button>
        </Notice>
      )}
    </>
  )
}

function refusalText({ code, refused }: RefusedWrite, language: Language): string {
  if (code !== null) return errorWords[language][code]
  const lines = refused
    .slice(0, 3)
    .map(({ line, fault }) => `«${plain(line, 40)}» (${ruleFaultWords[language][fault]})`)
  return panelWords[language].refusedLines(lines.join(', '))
}
