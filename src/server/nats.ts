import { hostname } from 'node:os'
import { connect, errors, type NatsConnection } from '@nats-io/transport-node'
import type { Logger } from 'pino'
import { ConfigError } from './config/error.ts'
import type { Config } from './config/schema.ts'

const CONNECT_MS = 5_000
const RECONNECT_MS = 500
/** A connection that answers no ping for two of these is dead. */
const PING_MS = 5_000

/** A connection that comes back by itself for as long as the server runs. @throws ConfigError when it cannot be had now */
export async function connectNats(wish: NonNullable<Config['nats']>, logger: Logger): Promise<NatsConnection> {
  const { servers, user, password, ca } = wish
  try {
    const connection = await connect({
      servers,
      ...(user !== undefined && { user }),
      ...(password !== undefined && { pass: password }),
      ...(ca !== undefined && { tls: { caFile: ca } }),
      name: `trubka ${hostname()}`,
      timeout: CONNECT_MS,
      pingInterval: PING_MS,
      maxPingOut: 2,
      maxReconnectAttempts: -1,
      // One that was too slow to answer in time at one attempt is not refused for good.
      ignoreAuthErrorAbort: true,
      reconnectTimeWait: RECONNECT_MS,
    })
    void tell(connection, logger)
    return connection
  } catch (error) {
    if (error instanceof errors.AuthorizationError || error instanceof errors.UserAuthenticationExpiredError)
      throw new ConfigError('nats.user', 'NATS does not accept this user and password')
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError('nats.servers', `none of ${servers.join(', ')} can be reached: ${why}`)
  }
}

async function tell(connection: NatsConnection, logger: Logger): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') logger.warn('the connection to NATS is lost: it is tried again')
    else if (status.type === 'reconnect') logger.info({ server: status.server }, 'connected to NATS again')
    else if (status.type === 'error') logger.error({ err: status.error }, 'NATS refuses something')
  }
}
