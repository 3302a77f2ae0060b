import { useEffect, useState } from 'preact/hooks'
import { ask } from '../../platform/page.ts'
import type { Mirror } from '../../protocol/mirror.ts'
import { Button } from '../../ui/Button.tsx'
import { managerChoices, userChoice } from '../../ui/choices.ts'
import type { HangUps } from '../../ui/intake/hang-up.ts'
import { Intakes } from '../../ui/intake/Intakes.tsx'
import type { Managers } from '../../ui/intake/managers.ts'
import '../../ui/intake/intake.css'
import { intakeWords } from '../../ui/words/intake.ts'
import type { Language } from '../../ui/words/language.ts'
import { opener } from '../opener.ts'

/** As long as the server knows it. */
const UNDO_MS = 10 * 60_000

type Props = { mirror: Mirror; hangUps: HangUps; language: Language }

/** The wizards in the panel: at once where no page of 1C is open to show them, else when asked for. */
export function PanelIntakes({ mirror, hangUps, language }: Props) {
  const words = intakeWords[language]
  const { state } = mirror
  const intakes = (mirror.preferences.wizard && state?.intakes) || []
  const [onPage, setOnPage] = useState<boolean | null>(null)
  const [wished, setWished] = useState(false)
  const latest = intakes.at(-1)?.id
  useEffect(() => {
    if (latest === undefined) return
    ask('onec.pages', {}).then(
      ({ open }) => setOnPage(open),
      () => setOnPage(false),
    )
  }, [latest])
  const managers: Managers = {
    of: (id) => Promise.resolve(userChoice(id, state)),
    find: (typed, departments) => Promise.resolve(managerChoices(typed, departments, state)),
    version: mirror,
  }
  if (latest !== undefined && onPage === null) return null
  if (intakes.length > 0 && onPage && !wished)
    return (
      <Button command="showIntake" onClick={() => setWished(true)}>
        {`${words.title}: ${words.showHere}`}
      </Button>
    )
  return (
    <Intakes
      intakes={intakes}
      calls={state?.calls ?? []}
      acceptances={state?.acceptances ?? []}
      dismissed={(mirror.preferences.wizard && mirror.dismissed) || null}
      undoMs={UNDO_MS}
      bases={state?.bases ?? []}
      openInterest={mirror.preferences.openInterest}
      managers={managers}
      language={language}
      ask={ask}
      hangUps={hangUps}
      collapsible={false}
      opener={opener}
    />
  )
}
