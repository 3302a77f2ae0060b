/** One line of a benchmark: `ours` is the median of the samples, or the one value there is. */
export type Row = { name: string; unit: string; ours: number; p95?: number; n?: number }

export function rowOf(name: string, unit: string, samples: readonly number[]): Row {
  return { name, unit, ours: round(quantile(samples, 0.5)), p95: round(quantile(samples, 0.95)), n: samples.length }
}

/** By nearest rank. */
function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new Error('nothing was measured')
  return found
}

const round = (value: number): number => Math.round(value * 10) / 10

/** A table for people, and a last line for programs. */
export function print(bench: string, rows: readonly Row[]): void {
  const lines = rows.map(({ name, unit, ours, p95, n }) => [
    name,
    ours.toFixed(1),
    p95?.toFixed(1) ?? '',
    unit,
    n === undefined ? '' : String(n),
  ])
  const table = [['', 'median', 'p95', '', 'n'], ...lines]
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...table.map((line) => (line[at] ?? '').length)))
  const pad = (text: string, at: number) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))
  console.log(`\n${table.map((line) => line.map(pad).join('  ')).join('\n')}\n`)
  console.log(JSON.stringify({ bench, rows }))
}
