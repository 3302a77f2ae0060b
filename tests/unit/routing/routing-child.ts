import { join } from 'node:path'
import { pino } from 'pino'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { Routing } from '../../../src/server/routing/routing.ts'

/**
 * Several at once write rules without end, each from a number of its own on, and print each once it is acknowledged.
 * `first` is divisible by three.
 */
const [folder = '', first = '', writers = '1'] = process.argv.slice(2)
const logger = pino({ level: 'silent' })
/** A file of the ledger is full after some twenty rules: new ones are begun all the time. */
const ledger = await openLocalLedger(join(folder, 'ledger'), { logger, segmentBytes: 3000 })
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
console.log('started')
async function writer(from: number): Promise<void> {
  for (let n = from; ; n++) {
    // Every third one takes back the rule of the one before it.
    const line = n % 3 === 2 ? `${n - 1}=` : `${n}=${100 + (n % 800)}`
    await routing.write({ base: 'trade', lines: [line], by: 'op', commandId: `c${n}` })
    console.log(`kept ${line}`)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
await Promise.all(Array.from({ length: Number(writers) }, (_, i) => writer(Number(first) + i * 30_000)))
