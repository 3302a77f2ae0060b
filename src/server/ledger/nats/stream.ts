import {
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamInfo,
} from '@nats-io/jetstream'
import type { LedgerRecord } from '../ledger.ts'

/** JetStream remembers so long what it was sent: what was not answered can be sent again within it, and is kept once. */
export const DUPLICATES_MS = 120_000

/** Records lie under what they are, so that some kinds are read without the others. */
export const subjectOf = (stream: string, type: LedgerRecord['type']): string => `${stream}.ledger.${type}`

/** The stream, made when there is none. What is in it stays: nothing expires, nothing is pushed out, nobody may delete. */
export async function openStream(jsm: JetStreamManager, name: string, replicas: number): Promise<StreamInfo> {
  try {
    return await jsm.streams.info(name)
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== JetStreamApiCodes.StreamNotFound) throw error
  }
  return jsm.streams.add({
    name,
    subjects: [`${name}.ledger.>`],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    num_replicas: replicas,
    duplicate_window: DUPLICATES_MS * 1_000_000,
    deny_delete: true,
    deny_purge: true,
  })
}

/** From the record after `after` on, in order, whatever happens to the connection meanwhile. */
export const startingAfter = (after: number) => ({
  deliver_policy: DeliverPolicy.StartSequence,
  opt_start_seq: after + 1,
})
