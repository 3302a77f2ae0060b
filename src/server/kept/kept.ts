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

/** All there are. */
export const KEPT = [
  'server-key.json',
  'chat-keys.json',
  'statuses.json',
  'do-not-disturb.json',
  'intakes.json',
] as const
export type Keep = (name: (typeof KEPT)[number]) => Kept

/** What is there already is replaced. */
export async function copyKept(from: Keep, to: Keep): Promise<void> {
  for (const name of KEPT) {
    const text = await from(name).read()
    if (text !== null) await to(name).write(text)
  }
}
