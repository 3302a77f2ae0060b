import { version } from '../../package.json'
import { reachableHost } from './commands/address.ts'
import { ConfigError } from './config/error.ts'
import type { Config } from './config/schema.ts'
import { listenFault } from './config/usable.ts'
import { errorCode } from './files.ts'
import { openLog } from './log.ts'
import { openRooms } from './open-rooms.ts'
import { Undo } from './undo.ts'

/** Exit codes: 1 = something failed, 2 = the settings or the command line are wrong. */
export const FAILED = 1
export const WRONG = 2
/** An orderly stop that takes longer is not going to end. */
const STOP_WITHIN_MS = 10_000

/** The server itself, until a signal ends it. */
export async function serve(config: Config): Promise<void> {
  const logger = openLog(config.log)
  const undo = new Undo()
  let stopping = false
  const stop = async (exitCode: number) => {
    // Asked twice: somebody is in a hurry.
    if (stopping) process.exit(exitCode || FAILED)
    stopping = true
    setTimeout(() => process.exit(FAILED), STOP_WITHIN_MS).unref()
    await undo.all(logger)
    logger.info('stopped')
    process.exit(exitCode)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      logger.info({ signal }, 'stopping')
      void stop(0)
    })
  }
  // Nobody knows what state we are in now; whoever watches over us starts us anew.
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught')
    process.exit(FAILED)
  })
  try {
    const lost = () => {
      logger.fatal('this server is on duty no longer, and ends: whoever watches over it starts it anew')
      process.exit(FAILED)
    }
    const { host, port } = await openRooms({ config, logger, undo, lost })
    const at = `${reachableHost(host)}:${port}`
    logger.info({ host, port, version }, 'listening')
    const secure = config.listen.tls ? 's' : ''
    const ready = { ready: true, url: `ws${secure}://${at}/ws`, http: `http${secure}://${at}` }
    process.stdout.write(`${JSON.stringify(ready)}\n`)
  } catch (error) {
    // It was stopped while it stood by.
    if (stopping) return
    const wrong = error instanceof ConfigError ? error : listenFault(error, config)
    if (!wrong) logger.fatal({ err: error }, 'cannot start')
    console.error(`trubka: ${wrong?.message ?? faultOf(error, config)}`)
    await stop(wrong ? WRONG : FAILED)
  }
}

function faultOf(error: unknown, { listen }: Config): string {
  if (errorCode(error) === 'EADDRINUSE') return `listen.port: ${listen.port} is in use by another program`
  return error instanceof Error ? error.message : String(error)
}
