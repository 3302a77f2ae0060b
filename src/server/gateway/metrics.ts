import type { IncomingMessage, ServerResponse } from 'node:http'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { bearerOf, sameSecret } from '../http.ts'
import type { Pbx } from '../telephony/pbx.ts'
import type { Rooms } from './rooms.ts'

export const METRICS_PATH = '/metrics'

export type MetricsOptions = {
  /** Whoever shows it may see them: they tell how busy an office is. */
  token: string
  version: string
  rooms: Pick<Rooms, 'customers' | 'outbox'> & { pbx: Pick<Pbx, 'link' | 'faults' | 'legs'> }
  /** Connections open now, and those of them that are signed in. */
  visitors: () => { connections: number; operators: number }
}

/** How the server goes, for Prometheus: read at the moment it asks, names of no person and no number. */
export class Metrics {
  readonly #o: MetricsOptions
  readonly #registry = new Registry()

  constructor(options: MetricsOptions) {
    this.#o = options
    collectDefaultMetrics({ register: this.#registry })
    const { version, rooms, visitors } = options
    const { pbx, customers, outbox } = rooms
    this.#gauge('trubka_info', 'The version of the server.', ['version'], (set) => set({ version }, 1))
    this.#gauge('trubka_pbx_up', 'Whether the PBX tells of calls and takes commands.', [], (set) =>
      set({}, Number(pbx.link === 'up')),
    )
    this.#gauge('trubka_routing_asked', 'Whether the PBX can ask where calls go.', [], (set) =>
      set({}, Number(pbx.faults.routing === null)),
    )
    this.#gauge('trubka_channels', 'Channels of the PBX that are part of a call now.', [], (set) =>
      set({}, pbx.legs().length),
    )
    this.#gauge('trubka_base_up', 'Whether a base of 1C answers.', ['base'], (set) => {
      for (const { id, state } of customers.bases()) set({ base: id }, Number(state === 'up'))
    })
    this.#gauge('trubka_owed', 'Writes that a base of 1C has not taken yet.', ['base'], (set) => {
      for (const { id } of customers.bases()) set({ base: id }, outbox.state(id).owed)
    })
    this.#gauge('trubka_connections', 'Open connections of browsers.', [], (set) => set({}, visitors().connections))
    this.#gauge('trubka_operators', 'Those of them that are signed in.', [], (set) => set({}, visitors().operators))
  }

  /** Answers what is its own; false = it is not. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    if (request.method !== 'GET' || path !== METRICS_PATH) return false
    if (!sameSecret(bearerOf(request), this.#o.token)) {
      response.writeHead(401, { 'www-authenticate': 'Bearer', 'cache-control': 'no-store' }).end()
      return true
    }
    this.#registry.metrics().then(
      (text) =>
        response.writeHead(200, { 'content-type': this.#registry.contentType, 'cache-control': 'no-store' }).end(text),
      () => response.writeHead(500).end(),
    )
    return true
  }

  #gauge(
    name: string,
    help: string,
    labelNames: string[],
    read: (set: (labels: Record<string, string>, value: number) => void) => void,
  ): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect: () => {
        gauge.reset()
        read((labels, value) => gauge.set(labels, value))
      },
    })
  }
}
