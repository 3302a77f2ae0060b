/** Who calls, by number: ours, or what one might take instead. */
export type Subject = {
  readonly name: string
  /** Reads the whole base at this address. */
  load(url: string): Promise<void>
  /** Asks for each number, and returns how many somebody has. */
  lookups(numbers: readonly string[]): number
  /** What it held of memory; it holds nothing afterwards. */
  bytes(): number
}
