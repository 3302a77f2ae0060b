import type { JsMsg } from '@nats-io/jetstream'
import * as v from 'valibot'
import { type LedgerEntry, LedgerRecord } from '../ledger.ts'

/** What a message of the stream holds; its number is the stream's. `at` is the appender's clock. */
const Content = v.object({ at: v.number(), record: LedgerRecord })

/** A record that cannot be read: of a newer server, or not of ours. */
export class RecordUnreadable extends Error {
  override readonly name = 'RecordUnreadable'
}

export const contentOf = (at: number, record: LedgerRecord): string => JSON.stringify({ at, record })

/** @throws RecordUnreadable */
export function entryOf(message: JsMsg): LedgerEntry {
  try {
    return { seq: message.seq, ...v.parse(Content, message.json()) }
  } catch (error) {
    throw new RecordUnreadable(
      `record ${message.seq} of the stream ${message.info.stream} cannot be read: is it of a newer version?`,
      { cause: error },
    )
  }
}
