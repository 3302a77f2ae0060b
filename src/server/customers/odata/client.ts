import * as v from 'valibot'
import { Breaker } from './breaker.ts'
import { guid } from './literals.ts'

/** 1C could not be asked, in words for an administrator; never holds the password. */
export class ODataError extends Error {
  override readonly name = 'ODataError'
  /** Of the answer; null when there was none. */
  readonly status: number | null

  constructor(message: string, status: number | null = null) {
    super(message)
    this.status = status
  }
}

export type ODataAddress = { url: string; user: string; password: string }

const PAGE = 1000
/** A page of a thousand rows has some hundred kilobytes; the metadata of a large configuration some ten megabytes. */
const MAX_ANSWER = 128 * 1024 * 1024
/** Far beyond any base; an end for a server that never ends. */
const MAX_ROWS = 20_000_000
const ATTEMPTS = 3
const LIVE_MS = 5000
const JSON_TYPE = 'application/json'

/** `value` of an answer in JSON (OData v3); each row is checked by its reader. */
const Page = v.object({ value: v.array(v.unknown()) })

/** 1C's own words about an error: `{"odata.error":{"code":"…","message":{"lang":"ru","value":"…"}}}`. */
const Complaint = v.object({ 'odata.error': v.object({ message: v.object({ value: v.string() }) }) })
/** One object. */
const Row = v.record(v.string(), v.unknown())

export type Question = { select: readonly string[]; filter: string; top: number; order?: string }

/** Asks one base's OData interface (v3), and writes to it. */
export class ODataClient {
  readonly #root: string
  readonly #authorization: string
  readonly #timeoutMs: number
  readonly #liveMs: number
  readonly #retryMs: number
  readonly #stop: AbortSignal
  readonly #breaker: Breaker

  constructor(
    address: ODataAddress,
    o: {
      timeoutMs: number
      /** Somebody is on the phone meanwhile. */
      liveMs?: number
      retryMs: number
      stop: AbortSignal
      /** Nobody is there. */
      lost?: () => void
    },
  ) {
    this.#root = address.url.replace(/\/+$/, '')
    this.#authorization = `Basic ${Buffer.from(`${address.user}:${address.password}`).toString('base64')}`
    this.#timeoutMs = o.timeoutMs
    this.#liveMs = o.liveMs ?? LIVE_MS
    this.#retryMs = o.retryMs
    this.#stop = o.stop
    this.#breaker = new Breaker(o.lost ?? (() => undefined))
  }

  metadata(): Promise<string> {
    return this.#get('$metadata', 'application/xml')
  }

  /**
   * For somebody who waits: the first rows, asked for once and for a short while, and not at all while 1C does not answer.
   * `patient` = nobody waits, and a slow answer is as good as a quick one.
   */
  async find(set: string, o: Question, patient = false): Promise<unknown[]> {
    const query = {
      $format: 'json',
      $select: o.select.join(','),
      ...(o.order === undefined ? {} : { $orderby: o.order }),
      $top: String(o.top),
      $filter: o.filter,
    }
    return readPage(await this.#getFor(addressOf(set, query), patient), set)
  }

  /**
   * The same for one object by its key; null = there is none. By its own address: a condition on Ref_Key is answered with
   * 500 by some bases.
   */
  async one(
    set: string,
    ref: string,
    select: readonly string[],
    patient = false,
  ): Promise<v.InferOutput<typeof Row> | null> {
    const path = addressOf(`${set}(${guid(ref)})`, { $format: 'json', $select: select.join(',') })
    try {
      return readRow(await this.#getFor(path, patient), set)
    } catch (error) {
      if (error instanceof ODataError && error.status === 404) return null
      throw error
    }
  }

  /** How many rows a set has; null where 1C does not say. Asked for once: it can be done without. */
  async count(set: string): Promise<number | null> {
    try {
      const answer = (await this.#getOnce(`${encodeURIComponent(set)}/$count`, 'text/plain'))
        .replace('\uFEFF', '')
        .trim()
      return /^\d{1,9}$/.test(answer) ? Number(answer) : null
    } catch (error) {
      if (error instanceof ODataError && error.status !== null) return null
      throw error
    }
  }

  /** All rows of a set, a page at a time. `order` must tell any two rows apart, or pages would overlap. */
  async *rows(
    set: string,
    select: readonly string[],
    order: string,
    { filter, top = PAGE }: { filter?: string; top?: number } = {},
  ): AsyncGenerator<unknown[], void, undefined> {
    let before = ''
    for (let skip = 0; skip < MAX_ROWS; ) {
      const query = {
        $format: 'json',
        $select: select.join(','),
        $orderby: order,
        $top: String(top),
        $skip: String(skip),
        ...(filter === undefined ? {} : { $filter: filter }),
      }
      const answer = await this.#get(addressOf(set, query), JSON_TYPE)
      const page = readPage(answer, set)
      if (page.length === 0) return
      const first = JSON.stringify(page[0])
      if (first === before) throw new ODataError(`${set}: every page is alike; $skip is not understood`)
      before = first
      yield page
      // To the first empty page: a server may cut pages shorter than asked.
      skip += page.length
    }
    throw new ODataError(`${set}: too many rows`)
  }

  /**
   * One attempt: whoever repeats a write looks first what became of it. Returns the row as 1C keeps it; null when 1C
   * says nothing about it.
   */
  async write(method: 'POST' | 'PATCH', path: string, row: object): Promise<Record<string, unknown> | null> {
    const answer = await this.#ask(`${encodeURIComponent(path)}?$format=json`, {
      method,
      headers: { accept: JSON_TYPE, 'content-type': 'application/json;charset=utf-8' },
      body: JSON.stringify(row),
    })
    if (answer === '') return null
    try {
      return v.parse(Row, JSON.parse(answer))
    } catch {
      throw new ODataError(`${path.split('(')[0]}: half an answer to a write`)
    }
  }

  async #get(path: string, accept: string): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#getOnce(path, accept)
      } catch (error) {
        const passes = !(error instanceof ODataError) || error.status === null || error.status >= 500
        if (!passes || attempt === ATTEMPTS || this.#stop.aborted) throw error
        await pause(this.#retryMs * attempt, this.#stop)
      }
    }
  }

  #getFor(path: string, patient: boolean): Promise<string> {
    if (patient) return this.#getOnce(path, JSON_TYPE)
    if (!this.#breaker.lets()) throw new ODataError(`${this.#root}: 1C does not answer; it is asked again in a while`)
    return this.#ask(path, { headers: { accept: JSON_TYPE } }, this.#liveMs)
  }

  #getOnce(path: string, accept: string): Promise<string> {
    return this.#ask(path, { headers: { accept } })
  }

  async #ask(
    path: string,
    request: { method?: string; headers: Record<string, string>; body?: string },
    longest = this.#timeoutMs,
  ): Promise<string> {
    const timeoutMs = Math.min(longest, this.#timeoutMs)
    const signal = AbortSignal.any([this.#stop, AbortSignal.timeout(timeoutMs)])
    const headers = { ...request.headers, authorization: this.#authorization }
    try {
      const response = await fetch(`${this.#root}/${path}`, { ...request, headers, signal })
      const text = await readText(response)
      if (response.status >= 500) this.#breaker.failed()
      else this.#breaker.answered()
      if (response.ok) return text
      throw new ODataError(refusal(response.status, this.#root, complaintOf(text)), response.status)
    } catch (error) {
      if (error instanceof ODataError) throw error
      if (!this.#stop.aborted) this.#breaker.failed()
      throw new ODataError(`${this.#root}: ${reason(error, timeoutMs)}`)
    }
  }
}

/** Not URLSearchParams: 1C reads a plus as a plus. */
function addressOf(set: string, query: Record<string, string>): string {
  const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${encodeURIComponent(set)}?${text.join('&')}`
}

function readPage(answer: string, set: string): unknown[] {
  try {
    return v.parse(Page, JSON.parse(answer)).value
  } catch {
    throw new ODataError(`${set}: the answer is not OData in JSON`, 200)
  }
}

function readRow(answer: string, set: string): v.InferOutput<typeof Row> {
  try {
    return v.parse(Row, JSON.parse(answer))
  } catch {
    throw new ODataError(`${set}: the answer is not OData in JSON`, 200)
  }
}

async function readText(response: Response): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  // The DOM's type of a body is not iterable; Node's is.
  const reader = response.body?.getReader()
  for (;;) {
    const read = await reader?.read()
    if (read === undefined || read.done) break
    length += read.value.length
    if (length > MAX_ANSWER) {
      await reader?.cancel()
      throw new ODataError('the answer is too long', 200)
    }
    parts.push(Buffer.from(read.value))
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Empty when it says nothing. Hostile text. */
function complaintOf(text: string): string {
  try {
    return v.parse(Complaint, JSON.parse(text))['odata.error'].message.value.replace(/\s+/g, ' ').slice(0, 300)
  } catch {
    return ''
  }
}

function refusal(status: number, root: string, complaint: string): string {
  if (status === 401) return `${root}: 1C does not accept this user and password`
  if (status === 403) return `${root}: this 1C user may not read it`
  if (complaint !== '') return `${root}: 1C answers ${status}: ${complaint}`
  if (status === 404) return `${root}: not found; is the OData interface published at this address?`
  return `${root}: 1C answers ${status}`
}

function reason(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return `no answer within ${Math.round(timeoutMs / 1000)} s`
  // fetch hides the system's word (ECONNREFUSED) in the cause.
  return error.cause instanceof Error ? error.cause.message : error.message
}

export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      stop.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    stop.addEventListener('abort', done)
  })
}
