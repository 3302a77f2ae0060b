/** A table of rules to be compared: ours, or what one might take instead. */
export type Subject = {
  readonly name: string
  /** So many lookups take about as long as those of the others. */
  readonly share: number
  /** Takes all rules of the file. */
  load(file: string): Promise<void>
  /** How many rules it holds. */
  size(): Promise<number>
  /** Asks for all of these numbers, as it does that fastest, and returns how many have a rule. */
  lookups(numbers: readonly string[]): Promise<number>
  /** As `lookups`, each number by itself as a call brings it, where that is another way. */
  lookupsAlone?(numbers: readonly string[]): Promise<number>
  /** What all rules take in memory, or in the database. */
  bytes(): Promise<number>
  /** All rules safely on disk, in a file of their own, after one more was written. */
  save(file: string): Promise<void>
  /** Gives the memory back. */
  forget(): Promise<void>
  close(): Promise<void>
}
