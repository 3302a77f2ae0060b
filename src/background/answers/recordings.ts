import { TrubkaError } from '../../protocol/errors.ts'
import { PATIENCE } from '../commands.ts'
import type { Connection } from '../connection.ts'
import type { PairingStore } from '../pairing-store.ts'
import type { Answers } from './answers.ts'

type Room = { started: Promise<unknown>; connection: Connection; pairings: PairingStore }

/** Recordings of calls (SPEC A10): their links are at the server we are paired with. */
export function recordingAnswers({ started, connection, pairings }: Room): Answers<'recording'> {
  return {
    'recording.find': async (wish) => {
      await started
      return (await connection.ready(PATIENCE.connect)).request('recording.find', wish, PATIENCE.answer)
    },
    'recording.open': async (wish) => {
      await started
      const rpc = await connection.ready(PATIENCE.connect)
      const { path, ...recording } = await rpc.request('recording.open', wish, PATIENCE.answer)
      const pairing = await pairings.get()
      if (!pairing) throw new TrubkaError('notPaired')
      const url = new URL(path, pairing.server)
      url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:'
      return { ...recording, url: url.href }
    },
  }
}
