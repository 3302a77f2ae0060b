import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { Routing } from '../../../src/server/routing/routing.ts'
import { memoryLog } from '../../support/log.ts'

/** Writes rules one by one into files on a small disk, and tells of each once it is in the file; and when the disk is full. */
const [ledgerFolder = '', folder = '', old = ''] = process.argv.slice(2)
const log = memoryLog()
const path = join(folder, 'trade.roustable')
await writeFile(path, Array.from({ length: Number(old) }, (_, i) => `${8_000_000_000 + i}=103\n`).join(''))
const ledger = await openLocalLedger(ledgerFolder, { logger: log.logger })
const routing = new Routing({
  ledger,
  folder,
  dataFolder: ledgerFolder,
  bases: [{ id: 'trade' }],
  settings: { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } },
  logger: log.logger,
  saveAfterMs: 1,
  settleMs: 10,
})
await routing.start()
let full = 0
for (let n = 1; n <= 4; n++) {
  const line = `900000000${n}=104`
  await routing.write({ base: 'trade', lines: [line], by: 'op', commandId: line })
  while (!(await readFile(path, 'utf8')).includes(line)) await pause(10)
  const seen = log.lines.filter(({ err }) => JSON.stringify(err ?? null).includes('ENOSPC')).length
  if (seen > full) console.log('full')
  full = seen
  console.log(`saved ${n}, error ${routing.fileState('trade')?.error}`)
}
await routing.stop()
await ledger.close()
console.log('stopped')
