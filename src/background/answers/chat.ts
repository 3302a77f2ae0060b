import { serverAsker } from '../ask-server.ts'
import type { ChatDrafts } from '../chat-drafts.ts'
import type { ChatOutbox } from '../chat-outbox.ts'
import type { Connection } from '../connection.ts'
import type { Answers } from './answers.ts'

type Room = {
  started: Promise<unknown>
  connection: Connection
  chatOutbox: ChatOutbox
  chatDrafts: ChatDrafts
  /** The conversation that was asked for is open. */
  chatOpened: () => void
  report: (error: unknown) => void
}

/** Chats (SPEC A7): what is written is kept here before it is answered for; the rest only the server knows. */
export function chatAnswers(room: Room): Answers<'chat'> {
  const { started, connection, chatOutbox, chatDrafts, chatOpened, report } = room
  const askServer = serverAsker({ started, connection })
  const send = () => {
    if (connection.state === 'online') void connection.ready(0).then((rpc) => chatOutbox.send(rpc), report)
    else connection.wake()
  }
  return {
    'chat.send': async (wish) => {
      await started
      await chatOutbox.keep(wish)
      send()
      return {}
    },
    'chat.draft': async ({ chat, text }) => {
      await started
      await chatDrafts.keep(chat, text)
      return {}
    },
    'chat.again': async ({ message }) => {
      await started
      await chatOutbox.again(message)
      send()
      return {}
    },
    'chat.drop': async ({ message }) => {
      await started
      await chatOutbox.drop(message)
      return {}
    },
    'chat.history': (wish) => askServer('chat.history', wish),
    'chat.search': (wish) => askServer('chat.search', wish),
    'chat.read': (wish) => askServer('chat.read', wish),
    'chat.typing': (wish) => askServer('chat.typing', wish),
    'chat.opened': async () => {
      chatOpened()
      return {}
    },
  }
}
