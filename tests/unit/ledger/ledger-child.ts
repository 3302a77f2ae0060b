import { pino } from 'pino'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'

/** Appends without end, and prints the number of each record once it is acknowledged; a file of the log is full at `full` bytes. */
const [folder = '', mode = '', full = ''] = process.argv.slice(2)
const logger = pino({ level: 'silent' })
const ledger = await openLocalLedger(folder, { logger, ...(full !== '' && { segmentBytes: Number(full) }) })
console.log('open')
let next = 0
async function writer(): Promise<void> {
  for (;;) {
    const at = ++next
    const record = {
      type: 'rules.written' as const,
      base: 'b',
      lines: [`${9_000_000_000 + at}=103`],
      by: 'op',
      commandId: `command ${at}`,
    }
    try {
      console.log(`kept ${await ledger.append(record)} ${record.commandId}`)
    } catch {
      console.log('refused')
      // Waits for the word to go on.
      await new Promise((resolve) => process.stdin.once('data', resolve))
    }
  }
}
if (mode === 'hold') setInterval(() => undefined, 1000)
else await Promise.all(Array.from({ length: mode === 'one' ? 1 : 20 }, writer))
