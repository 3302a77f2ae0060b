import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Logger } from 'pino'
import type { Config } from './config/schema.ts'
import { Lease } from './duty/lease.ts'
import { keptInFolder } from './kept/file.ts'
import type { Keep } from './kept/kept.ts'
import { keptOnNats } from './kept/nats.ts'
import type { Ledger } from './ledger/ledger.ts'
import { openLocalLedger } from './ledger/local/local-ledger.ts'
import { openNatsLedger } from './ledger/nats/nats-ledger.ts'
import { connectNats } from './nats.ts'
import type { Undo } from './undo.ts'

type Wish = Pick<Config, 'data' | 'nats'>
type Nats = NonNullable<Config['nats']>
export type Store = { ledger: Ledger; keep: Keep }

/**
 * Where the settings say: in the data folder, or on NATS, once this server is on duty there, which may be long; `lost` when it
 * is not any more. @throws ConfigError, or what the system says against it
 */
export async function openStore({ data, nats }: Wish, logger: Logger, undo: Undo, lost: () => void): Promise<Store> {
  if (nats === undefined) return openHere(data, logger, undo)
  const connection = await connectNats(nats, logger)
  undo.add(() => connection.close())
  await standBy(nats, connection, logger, undo, lost)
  return openOn(connection, nats, logger, undo)
}

export async function openHere(data: string, logger: Logger, undo: Undo): Promise<Store> {
  const ledger = await openLocalLedger(join(data, 'ledger'), { logger })
  undo.add(() => ledger.close())
  return { ledger, keep: keptInFolder(data) }
}

/** Without having to be on duty. */
export async function openThere(nats: Nats, logger: Logger, undo: Undo): Promise<Store> {
  const connection = await connectNats(nats, logger)
  undo.add(() => connection.close())
  return openOn(connection, nats, logger, undo)
}

async function openOn(connection: NatsConnection, nats: Nats, logger: Logger, undo: Undo): Promise<Store> {
  const ledger = await openNatsLedger({ connection, ...nats, logger })
  undo.add(() => ledger.close())
  return { ledger, keep: await keptOnNats(connection, nats.stream, nats.replicas) }
}

async function standBy(
  { stream, replicas }: Nats,
  connection: NatsConnection,
  logger: Logger,
  undo: Undo,
  lost: () => void,
): Promise<void> {
  const stop = new AbortController()
  undo.add(() => stop.abort())
  const holder = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`
  const lease = await Lease.take({ connection, stream, replicas, holder, lost, logger }, stop.signal)
  undo.add(() => lease.giveUp())
  logger.info({ holder }, 'on duty')
}
