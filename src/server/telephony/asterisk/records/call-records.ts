import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { errorCode } from '../../../files.ts'
import type { RecordsPlace } from '../../../ledger/recorded-call.ts'
import type { CallTrace } from '../../trace.ts'
import { RecordFiles } from './record-files.ts'
import { Story, type StoryRules } from './story.ts'

export type CallRecordsOptions = StoryRules & {
  path: string
  /** From where to read; null = never before. */
  place: () => RecordsPlace | null
  /** Nothing before this place is ours. */
  begin: (place: RecordsPlace) => Promise<void>
  /** A call is over; `place` = from where to read when it has been kept. Rejects when it could not be. */
  over: (trace: CallTrace, place: RecordsPlace) => Promise<void>
  /** Whether the PBX has this call still; null = it cannot be asked now. */
  lives: (callId: string) => boolean | null
  logger: Logger
  /** Milliseconds. */
  lookEvery?: number
  /** How long nothing is written of a call that the PBX does not have any more, before it is taken to be over. */
  silence?: number
}

export type CallRecordsState = {
  /** Milliseconds since 1970: of the last record that was read. */
  lastAt: number | null
  /** Bytes, in the file that is written now or was before. */
  offset: number | null
  /** Why it cannot be read, in words for an administrator; null = it can. */
  fault: string | null
}

const LOOK_EVERY = 1000
const SILENCE = 30_000

/** Follows the PBX's own records of calls (asterisk/cel_trubka.conf), from where it left off, whatever happened meanwhile. */
export class CallRecords {
  readonly #o: CallRecordsOptions
  readonly #files: RecordFiles
  readonly #stop = new AbortController()
  #story: Story
  /** Calls that are not over: where their first record stands, and when the last one was read, by the monotonic clock. */
  #open = new Map<string, { first: RecordsPlace; readAt: number }>()
  #next: RecordsPlace | null = null
  #state: CallRecordsState = { lastAt: null, offset: null, fault: null }
  #running: Promise<void> | null = null

  constructor(options: CallRecordsOptions) {
    this.#o = options
    this.#files = new RecordFiles(options.path)
    this.#story = new Story(options)
  }

  get path(): string {
    return this.#o.path
  }

  get state(): CallRecordsState {
    return { ...this.#state, offset: this.#next?.offset ?? null }
  }

  start(): void {
    this.#running ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      try {
        await this.#look()
        if (this.#state.fault !== null) this.#o.logger.info('the PBX’s call records are read again')
        this.#state.fault = null
      } catch (error) {
        this.#failed(error)
      }
      await pause(this.#o.lookEvery ?? LOOK_EVERY, null, { signal }).catch(() => undefined)
    }
  }

  async #look(): Promise<void> {
    const { place, begin, logger, path } = this.#o
    if (this.#next === null && place() === null) await begin(await this.#files.end())
    this.#next ??= place()
    const from = this.#next
    if (from === null) throw new Error('the ledger has no place to read from')
    const lost = () =>
      logger.warn(
        { file: path },
        'the file of call records was put aside and is not there any more: calls between may be missing. Keep the last file uncompressed',
      )
    for await (const { event, start, next } of this.#files.read(from, lost)) {
      if (this.#stop.signal.aborted) return
      this.#next = next
      if (event === null) continue
      this.#state.lastAt = event.at
      const trace = this.#story.tell(event)
      if (this.#story.has(event.callId)) {
        const first = this.#open.get(event.callId)?.first ?? start
        this.#open.set(event.callId, { first, readAt: performance.now() })
      }
      if (trace) await this.#over(trace)
    }
    await this.#closeUnended()
  }

  /** Their PBX went down with them: nothing more will be written. */
  async #closeUnended(): Promise<void> {
    const silent = performance.now() - (this.#o.silence ?? SILENCE)
    for (const [callId, { readAt }] of [...this.#open]) {
      if (readAt > silent || this.#o.lives(callId) !== false) continue
      const trace = this.#story.close(callId)
      if (trace) await this.#over(trace)
    }
  }

  async #over(trace: CallTrace): Promise<void> {
    this.#open.delete(trace.id)
    const [oldest] = this.#open.values()
    const place = oldest?.first ?? this.#next
    if (place) await this.#o.over(trace, place)
  }

  /** Begins anew from what has been kept: nothing is lost by that, and nothing comes twice. */
  #failed(error: unknown): void {
    const fault = faultOf(error, this.#o.path)
    if (this.#state.fault !== fault) this.#o.logger.warn({ fault }, 'the PBX’s call records cannot be read')
    this.#state.fault = fault
    this.#story = new Story(this.#o)
    this.#open = new Map()
    this.#next = null
  }
}

function faultOf(error: unknown, path: string): string {
  if (errorCode(error) === 'ENOENT') return `${path}: there is no such file; does Asterisk write it there?`
  if (errorCode(error) === 'EACCES') return `${path}: this user may not read it`
  return error instanceof Error ? error.message : String(error)
}
