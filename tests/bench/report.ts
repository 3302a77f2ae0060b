/**
 * One line of a benchmark: `ours` is the median of the samples, or the one value there is. `peers` = others' values in the
 * same unit, less being better; `ratio` = how many times better ours is than the best of them.
 */
export type Row = {
  name: string
  unit: string
  ours: number
  p95?: number
  n?: number
  peers?: Record<string, number>
  ratio?: number
}

export function rowOf(name: string, unit: string, samples: readonly number[]): Row {
  return { name, unit, ours: round(quantile(samples, 0.5)), p95: round(quantile(samples, 0.95)), n: samples.length }
}

/** Beside others: `least` is what can be told from nothing, so that no ratio is made of less, and none of `floors`. */
export function comparison(
  name: string,
  unit: string,
  ours: number,
  peers: ReadonlyMap<string, number>,
  least: number,
  floors: ReadonlySet<string> = new Set(),
): Row {
  const floor = (value: number) => Math.max(least, value)
  const best = Math.min(...[...peers].flatMap(([peer, value]) => (floors.has(peer) ? [] : [value])))
  return {
    name,
    unit,
    ours: round(ours, 2),
    peers: Object.fromEntries([...peers].map(([peer, value]) => [peer, round(value, 2)])),
    ...(Number.isFinite(best) && { ratio: round(floor(best) / floor(ours), 2) }),
  }
}

/** By nearest rank. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new Error('nothing was measured')
  return found
}

const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits

/** A table for people, and a last line for programs. */
export function print(bench: string, rows: readonly Row[]): void {
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers ?? {})))]
  const head =
    peers.length === 0 ? ['', 'median', 'p95', '', 'n'] : ['', 'ours', '', ...peers, 'times better than the best']
  const lines = rows.map((row) =>
    peers.length === 0
      ? [row.name, row.ours.toFixed(1), row.p95?.toFixed(1) ?? '', row.unit, String(row.n ?? '')]
      : [
          row.name,
          row.p95 === undefined ? String(row.ours) : `${row.ours} (p95 ${row.p95})`,
          row.unit,
          ...peers.map((peer) => String(row.peers?.[peer] ?? '')),
          String(row.ratio ?? ''),
        ],
  )
  const table = [head, ...lines]
  const widths = head.map((_, at) => Math.max(...table.map((line) => (line[at] ?? '').length)))
  const pad = (text: string, at: number) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))
  console.log(`\n${table.map((line) => line.map(pad).join('  ')).join('\n')}\n`)
  console.log(JSON.stringify({ bench, rows }))
}
