import { resolve } from 'node:path'
import * as v from 'valibot'
import { version } from '../../../package.json'
import { BackupFault, makeBackup, restoreBackup } from '../backup/backup.ts'
import type { Config } from '../config/schema.ts'
import { errorCode } from '../files.ts'
import { askServer, no, type Outcome, yes } from './ask.ts'

const Answer = v.object({ path: v.string() })

/** A large journal takes its time to be copied. */
const WITHIN_MS = 10 * 60_000

/** Asks the running server to copy the journal of calls. */
export function askForBackup(config: Config): Promise<Outcome> {
  const words = { internal: 'the copy was not made: the server’s log says why' }
  const question = { path: '/manager/backups', body: {}, answer: Answer, words, withinMs: WITHIN_MS }
  return askServer(config, question, ({ path }) => path)
}

const ON_NATS = 'the ledger and the keys lie on NATS, and are copied there: docs/scale.md'

const foldersOf = ({ data, routing, nats }: Config) => ({
  data,
  routing: routing.folder,
  ledgerElsewhere: nats !== undefined,
})

/** All that a server needs, into a new folder below this one, whether the server runs or not. */
export const backUp = (config: Config, folder: string): Promise<Outcome> =>
  inWords(async () => {
    const made = await makeBackup(foldersOf(config), resolve(folder), version)
    return config.nats === undefined ? made : `${made}; ${ON_NATS}`
  })

/** Such a copy, into the empty data folder of a server that does not run. */
export const restore = (config: Config, folder: string): Promise<Outcome> =>
  inWords(async () => {
    const { files, madeAt } = await restoreBackup(foldersOf(config), resolve(folder))
    const moment = new Date(madeAt).toISOString()
    return `${Object.keys(files).length} files as of ${moment} are in ${config.data}; start the server`
  })

async function inWords(run: () => Promise<string>): Promise<Outcome> {
  try {
    return yes(await run())
  } catch (error) {
    if (error instanceof BackupFault) return no(error.message)
    if (errorCode(error) === undefined || !(error instanceof Error)) throw error
    return no(error.message)
  }
}
