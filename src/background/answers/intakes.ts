import type { Intake } from '../../protocol/intake.ts'
import { serverAsker } from '../ask-server.ts'
import type { Connection } from '../connection.ts'
import type { Habits } from '../habits.ts'
import type { Intakes } from '../intakes.ts'
import type { Answers } from './answers.ts'

/** An acceptance answers the page after so long at the latest; then it is brought to the server without it. */
const ACCEPTED_WITHIN_MS = 15_000

type Room = {
  started: Promise<unknown>
  connection: Connection
  habits: Habits
  intakes: Intakes
  /** As its operator sees it here; null when it is not open. */
  shown: (id: string) => Intake | null
  report: (error: unknown) => void
}

/** The wizard (SPEC B1–B11): what is typed is kept here first; the rest only the server can answer. */
export function intakeAnswers({
  started,
  connection,
  habits,
  intakes,
  shown,
  report,
}: Room): Answers<'intake' | 'notice'> {
  const askServer = serverAsker({ started, connection })

  async function rememberOpenInterest(openInterest: boolean): Promise<void> {
    if (openInterest !== habits.preferences.openInterest) await habits.prefer({ openInterest })
  }

  function send(): void {
    if (connection.state === 'online') void connection.ready(0).then((rpc) => intakes.send(rpc), report)
    else connection.wake()
  }

  return {
    'intake.keep': async ({ id, form, version }) => {
      await started
      const intake = shown(id)
      // Closed meanwhile, here or by a colleague's hand. What was typed is kept first: nothing may overtake it.
      if (intake) await intakes.keep(intake, form, version)
      send()
      await rememberOpenInterest(form.openInterest)
      return {}
    },
    'intake.accept': async ({ commandId, id, form }) => {
      await started
      await rememberOpenInterest(form.openInterest)
      const within = connection.state === 'online' ? ACCEPTED_WITHIN_MS : 0
      const answer = intakes.accept({ commandId, intake: shown(id), form }, within)
      send()
      return answer
    },
    'intake.dismiss': async ({ id, undoable }) => {
      await started
      const intake = shown(id)
      if (intake) await intakes.dismiss(intake, undoable)
      send()
      return {}
    },
    'intake.reopen': async (params) => {
      await started
      const here = await intakes.reopen(params.id)
      if (!here) await askServer('intake.reopen', params)
      await intakes.notDismissed(params.id)
      return {}
    },
    'intake.open': (params) => askServer('intake.open', params),
    'intake.search': (params) => askServer('intake.search', params),
    'intake.client': (params) => askServer('intake.client', params),
    'intake.services': (params) => askServer('intake.services', params),
    'intake.articles': (params) => askServer('intake.articles', params),
    'notice.seen': (params) => askServer('notice.seen', params),
  }
}
