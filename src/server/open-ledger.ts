import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config/schema.ts'
import type { Ledger } from './ledger/ledger.ts'
import { openLocalLedger } from './ledger/local/local-ledger.ts'
import { openNatsLedger } from './ledger/nats/nats-ledger.ts'
import { connectNats } from './nats.ts'
import type { Undo } from './undo.ts'

type Wish = Pick<Config, 'data' | 'nats'>

/** Where the settings say: in the data folder, or on NATS. @throws ConfigError, or what the system says against it */
export async function openLedger({ data, nats }: Wish, logger: Logger, undo: Undo): Promise<Ledger> {
  const ledger = nats === undefined ? await openHere(data, logger) : await openThere(nats, logger, undo)
  undo.add(() => ledger.close())
  return ledger
}

export const openHere = (data: string, logger: Logger): Promise<Ledger> =>
  openLocalLedger(join(data, 'ledger'), { logger })

export async function openThere(nats: NonNullable<Wish['nats']>, logger: Logger, undo: Undo): Promise<Ledger> {
  const connection = await connectNats(nats, logger)
  undo.add(() => connection.close())
  return openNatsLedger({ connection, stream: nats.stream, replicas: nats.replicas, logger })
}
