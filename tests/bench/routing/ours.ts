import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { NumberTable } from '../../../src/server/numbers/number-table.ts'
import { readRoustable } from '../../../src/server/routing/read-roustable.ts'
import { Routing } from '../../../src/server/routing/routing.ts'
import { pause, until } from '../clock.ts'
import { type Watched, watched } from './loop.ts'
import type { Subject } from './subject.ts'

const settings = { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } }

/** The table alone, as the server holds it. */
export function ours(): Subject {
  let table = new NumberTable(10, 5)
  return {
    name: 'ours',
    share: 1,
    async load(file) {
      table = (await readRoustable(file, settings)).table
    },
    size: async () => table.size,
    async lookups(numbers) {
      let found = 0
      for (const target of table.getAll(numbers)) if (target !== null) found++
      return found
    },
    async lookupsAlone(numbers) {
      let found = 0
      for (const number of numbers) if (table.get(number) !== null) found++
      return found
    },
    bytes: async () => table.bytes,
    save: () => Promise.reject(new Error('measured with the server’s routing, see inTheServer')),
    async forget() {
      table = new NumberTable(10, 5)
    },
    close: async () => undefined,
  }
}

/** What the machine itself makes wait shows when there is nothing to do. */
const IDLE_MS = 2000

/** Load and save as the server does them: the whole of routing, ledger and checkpoint included, with calls meanwhile. */
export async function inTheServer(folder: string, file: string): Promise<Record<'idle' | 'load' | 'save', Watched>> {
  await mkdir(folder, { recursive: true })
  const own = await mkdtemp(join(folder, 'server-'))
  const path = join(own, 'trade.roustable')
  await copyFile(file, path)
  const logger = pino({ level: 'silent' })
  const ledger: Ledger = await openLocalLedger(join(own, 'ledger'), { logger })
  const options = { ledger, folder: own, dataFolder: own, settings, logger, saveAfterMs: 0 }
  const routing = new Routing({ ...options, bases: [{ id: 'trade' }] })
  const ask = () => routing.decide('+7 900 000-00-97')
  try {
    const idle = await watched(() => pause(IDLE_MS), ask)
    const load = await watched(() => routing.start(), ask)
    const saved = () => routing.fileState('trade')?.savedAt ?? null
    const save = await watched(async () => {
      await routing.write({ base: 'trade', lines: ['9000000001=103'], by: 'bench', commandId: 'one' })
      await until(600_000, 'the file saved', async () => saved() !== null)
    }, ask)
    return { idle, load, save }
  } finally {
    await routing.stop()
    await ledger.close()
    await rm(own, { recursive: true })
  }
}
