import type { Acceptance } from '../../protocol/intake.ts'
import type { Base } from '../../protocol/state.ts'
import { Fate } from '../../ui/intake/Fate.tsx'
import { nameOf } from '../../ui/intake/name-of.ts'
import { plain } from '../../ui/text.ts'
import { intakeWords } from '../../ui/words/intake.ts'
import type { Language } from '../../ui/words/language.ts'
import { opener } from '../opener.ts'

type Props = { acceptances: readonly Acceptance[]; bases: readonly Base[]; language: Language }

/** What this operator has accepted and 1C does not have yet (SPEC A11: nothing is lost, and it is seen). */
export function Acceptances({ acceptances, bases, language }: Props) {
  const words = intakeWords[language]
  if (acceptances.length === 0) return null
  return (
    <section class="notices" aria-label={words.notInOneC}>
      <h2>{words.notInOneC}</h2>
      {acceptances.map((acceptance) => (
        <article key={acceptance.id} class="notice" data-acceptance={acceptance.id}>
          <strong>
            <bdi>{nameOf(acceptance, language)}</bdi>
          </strong>
          {acceptance.form.topic !== '' && <bdi>{plain(acceptance.form.topic)}</bdi>}
          <Fate acceptance={acceptance} bases={bases} language={language} copy={opener.copy} />
        </article>
      ))}
    </section>
  )
}
