import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RoutingSettings } from '../../../src/protocol/routing.ts'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { Routing, type RoutingOptions } from '../../../src/server/routing/routing.ts'
import { memoryLog } from '../../support/log.ts'

export const settings: RoutingSettings = { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } }

const STAMP = /^# trubka \d+\r?\n/m
export const withoutStamp = (text: string): string => text.replace(STAMP, '')

/** A server's folder with its ledger and its routing, which can be stopped and started again. */
export async function routingLab(options: Partial<RoutingOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'routing-'))
  const log = memoryLog()
  let running: Routing | null = null
  let ledger: Ledger | null = null
  let command = 0
  const lab = {
    folder,
    log,
    path: (base = 'trade') => join(folder, `${base}.roustable`),
    text: (base = 'trade') => readFile(lab.path(base), 'utf8'),
    /** The file's lines, sorted, without its stamp. */
    file: async (base = 'trade') =>
      withoutStamp(await lab.text(base))
        .split('\n')
        .filter(Boolean)
        .sort(),
    /** The line that says which version of ours the file grew from; empty if there is none. */
    stamp: async (base = 'trade') => STAMP.exec(await lab.text(base))?.[0] ?? '',
    /** An administrator saves another text, in an editor that has the file as it is now: what carries on is the stamp. */
    save: async (text: string, base = 'trade') => writeFile(lab.path(base), `${text}${await lab.stamp(base)}`),
    get routing() {
      if (running === null) throw new Error('not started')
      return running
    },
    get ledger() {
      if (ledger === null) throw new Error('not started')
      return ledger
    },
    /** `around` puts something between routing and ledger. */
    async start(more: Partial<RoutingOptions> = {}, around = (ledger: Ledger): Ledger => ledger) {
      ledger = around(await openLocalLedger(join(folder, 'ledger'), { logger: log.logger }))
      const routing = new Routing({
        ledger,
        folder,
        dataFolder: folder,
        bases: [{ id: 'trade' }, { id: 'service' }],
        settings,
        logger: log.logger,
        checkSeconds: 0.02,
        saveAfterMs: 10,
        settleMs: 40,
        ...options,
        ...more,
      })
      await routing.start()
      running = routing
      return routing
    },
    async stop() {
      await running?.stop()
      await ledger?.close()
      running = null
      ledger = null
    },
    write: (lines: string[], more: { base?: string; by?: string; commandId?: string } = {}) =>
      lab.routing.write({ base: 'trade', by: 'op', commandId: `c${++command}`, lines, ...more }),
    async close() {
      await lab.stop()
      await rm(folder, { recursive: true })
    },
  }
  return lab
}
export type RoutingLab = Awaited<ReturnType<typeof routingLab>>
