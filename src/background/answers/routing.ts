import type { Connection } from '../connection.ts'
import type { MirrorKeeper } from '../mirror.ts'
import type { Outbox } from '../outbox.ts'
import { sortRuleLines } from '../rule-lines.ts'
import type { Answers } from './answers.ts'

type Room = {
  started: Promise<unknown>
  connection: Connection
  outbox: Outbox
  picture: MirrorKeeper
  report: (error: unknown) => void
}

/** Rules written in 1C's cards: kept here before they are answered for. */
export function routingAnswers({ started, connection, outbox, picture, report }: Room): Answers<'routing'> {
  return {
    'routing.write': async ({ commandId, lines }, asker) => {
      await started
      const { send, refused } = sortRuleLines(lines, picture.state?.routing ?? null)
      const page = asker.kind === 'content' ? asker.page : ''
      if (send.length > 0) await outbox.keep({ commandId, page, lines: send })
      if (connection.state === 'online') void connection.ready(0).then((rpc) => outbox.send(rpc), report)
      else connection.wake()
      return { refused }
    },
    'routing.seen': async () => {
      await started
      await outbox.seen()
      return {}
    },
  }
}
