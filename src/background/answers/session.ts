import type { ChatDrafts } from '../chat-drafts.ts'
import type { ChatOutbox } from '../chat-outbox.ts'
import type { Connection } from '../connection.ts'
import type { Intakes } from '../intakes.ts'
import type { MirrorKeeper } from '../mirror.ts'
import type { Outbox } from '../outbox.ts'
import { pair } from '../pairing.ts'
import type { PairingStore } from '../pairing-store.ts'
import type { Photos } from '../photos.ts'
import type { OpenSocket } from '../rpc.ts'
import type { Answers } from './answers.ts'

type Room = {
  started: Promise<unknown>
  openSocket: OpenSocket
  connection: Connection
  pairings: PairingStore
  picture: MirrorKeeper
  photos: Photos
  outbox: Outbox
  intakes: Intakes
  chatOutbox: ChatOutbox
  chatDrafts: ChatDrafts
}

/** Who this browser is at which server. What one operator has not sent yet is never sent as another. */
export function sessionAnswers(room: Room): Answers<'session'> {
  const { started, openSocket, connection, pairings, picture, photos, outbox, intakes, chatOutbox, chatDrafts } = room
  return {
    'session.pair': async ({ server, code }) => {
      await started
      const pairing = await pair(server, code, openSocket)
      const before = await pairings.get()
      if (before && before.operator.id !== pairing.operator.id) {
        await outbox.clear()
        await intakes.clear()
        await chatOutbox.clear()
        await chatDrafts.clear()
      }
      await pairings.set(pairing)
      await picture.clear()
      photos.clear()
      connection.start(pairing)
      return { operator: pairing.operator }
    },
    'session.who': async () => {
      const pairing = await pairings.get()
      return pairing && { server: pairing.server, operator: pairing.operator }
    },
    'session.unpair': async () => {
      await started
      connection.stop()
      await pairings.clear()
      await picture.clear()
      photos.clear()
      await outbox.clear()
      await intakes.clear()
      await chatOutbox.clear()
      await chatDrafts.clear()
      return {}
    },
  }
}
