/** One small text that is not in the ledger and must not be lost: in the data folder, or on NATS for several servers. */
export interface Kept {
  /** For who reads a log or an error. */
  readonly place: string
  /** null = there is none. */
  read(): Promise<string | null>
  /** Whole or not at all; resolves once it is kept. */
  write(text: string): Promise<void>
  /** As `write`, unless there is one; false = there was. */
  create(text: string): Promise<boolean>
}

/** By its name, such as `statuses.json`. */
export type Keep = (name: string) => Kept
