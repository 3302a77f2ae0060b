import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream'
import { Kvm } from '@nats-io/kv'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Keep } from './kept.ts'

/** In a bucket beside the ledger's stream, so that whichever server is on duty finds it. */
export async function keptOnNats(connection: NatsConnection, stream: string, replicas: number): Promise<Keep> {
  const bucket = `${stream}-kept`
  const kv = await new Kvm(connection).create(bucket, { history: 1, replicas })
  return (name) => ({
    place: `${name} on NATS (${bucket})`,
    async read() {
      const entry = await kv.get(name)
      return entry === null || entry.operation !== 'PUT' ? null : entry.string()
    },
    write: async (text) => void (await kv.put(name, text)),
    async create(text) {
      try {
        await kv.create(name, text)
        return true
      } catch (error) {
        if (isTaken(error)) return false
        throw error
      }
    },
  })
}

/** Somebody else was there before. */
export const isTaken = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence
