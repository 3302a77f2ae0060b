/** What one side can do to us. Each is named here with its reason; tests set smaller ones. */
export const LIMITS = {
  /** From the first byte, or none, to the end of the headers; and to the end of the request. */
  headersMs: 10_000,
  requestMs: 15_000,
  /** From the opening of a connection to being signed in; traffic does not extend it. */
  signInMs: 10_000,
  /** Strangers have nothing long or much to say. */
  strangerMessageBytes: 8 * 1024,
  strangerMessages: 20,
  /** 10,000 rule lines of 200 characters, in UTF-8, with room. */
  messageBytes: 4 * 1024 * 1024,
  /** Requests a second, sustained, and at once; large ones cost more, one for each `bytesPerRequest`. */
  requestsPerSecond: 100,
  requestsAtOnce: 200,
  bytesPerRequest: 32 * 1024,
  /** Requests of one connection that are being worked on. */
  inFlight: 64,
  /** Not yet taken by the other side, when more is to be sent: a reader this slow is cut off and comes back for a snapshot. */
  queuedBytes: 4 * 1024 * 1024,
  /** A connection that answers no ping for two of these is dead. */
  heartbeatMs: 20_000,
  /**
   * Ten thousand operators, some of them with a second browser. Each connection is a file to the system: see «How many
   * operators» in docs/installation.md.
   */
  connections: 12_000,
  /** A terminal server has a whole department behind one address. */
  connectionsPerAddress: 500,
  strangersPerAddress: 50,
}
export type Limits = typeof LIMITS

/** A token bucket: `perSecond` on and on, `atOnce` after a rest. */
export class Bucket {
  readonly #perSecond: number
  readonly #atOnce: number
  readonly #now: () => number
  #tokens: number
  #at: number

  constructor(perSecond: number, atOnce: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond
    this.#atOnce = atOnce
    this.#now = now
    this.#tokens = atOnce
    this.#at = now()
  }

  /** False = not now; then nothing is taken. */
  take(cost = 1): boolean {
    const now = this.#now()
    this.#tokens = Math.min(this.#atOnce, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
    if (this.#tokens < cost) return false
    this.#tokens -= cost
    return true
  }
}
