import { join } from 'node:path'
import { pino } from 'pino'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { Routing } from '../../../src/server/routing/routing.ts'

/** Writes rules without end from `first` on, and prints each once it is acknowledged. */
const [folder = '', first = ''] = process.argv.slice(2)
const logger = pino({ level: 'silent' })
const ledger = await openLocalLedger(join(folder, 'ledger'), { logger })
const settings = { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } }
const routing = new Routing({
  ledger,
  folder,
  dataFolder: folder,
  bases: [{ id: 'trade' }],
  settings,
  logger,
  saveAfterMs: 1,
})
await routing.start()
let next = Number(first)
async function writer(): Promise<void> {
  for (;;) {
    const n = next++
    // Every third one takes back the rule of the one before it.
    const line = n % 3 === 2 ? `${n - 1}=` : `${n}=${100 + (n % 800)}`
    await routing.write({ base: 'trade', lines: [line], by: 'op', commandId: `c${n}` })
    console.log(`kept ${line}`)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
await writer()
