import { parseArgs } from 'node:util'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { missingFor } from '../support/lab.ts'
import type { PhoneLab } from '../support/phone-lab.ts'
import { openStandLab } from '../support/stand-lab.ts'
import { ConsultationDesk } from './consultation-desk.ts'

// From the command «ask a colleague» to the ringing of the colleague's phone, and to the client's music; on both PBXs.

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
const EACH = quick ? 10 : 40
const COLLEAGUES = ['102', '103', '104', '105'] as const

type Row = { name: string; unit: string; ours: number; p95: number; n: number }

async function measure(lab: PhoneLab): Promise<Row[]> {
  const desk = new ConsultationDesk(lab, '101')
  const samples: number[] = []
  try {
    await desk.start()
    for (let at = 0; at < EACH; at++) samples.push(await desk.ask(COLLEAGUES[at % COLLEAGUES.length] ?? '102'))
  } finally {
    await desk.stop()
    await lab.close()
  }
  return [{ name: `consult: a colleague rings, ${lab.name}`, unit: 'ms', ...summary(samples) }]
}

/** By nearest rank. */
function summary(samples: readonly number[]): Pick<Row, 'ours' | 'p95' | 'n'> {
  const sorted = samples.toSorted((a, b) => a - b)
  const quantile = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  const round = (value: number): number => Math.round(value * 10) / 10
  return { ours: round(quantile(0.5)), p95: round(quantile(0.95)), n: sorted.length }
}

const rows = await measure(await openStandLab())
const missing = await missingFor('asterisk')
if (missing === null) rows.push(...(await measure(await openAsteriskLab())))
else console.log(missing)
for (const { name, ours, p95, n } of rows) console.log(`${name}: median ${ours} ms, p95 ${p95} ms, n = ${n}`)
console.log(JSON.stringify({ bench: 'consult', rows }))
