import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JournalBook } from '../../../src/server/journal/book.ts'
import { Clerk } from '../../../src/server/journal/clerk.ts'
import { Journal } from '../../../src/server/journal/journal.ts'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import type { RecordedCall } from '../../../src/server/ledger/recorded-call.ts'
import { memoryLog } from '../../support/log.ts'

export const CLIENT = '79035677876'
export const OTHER = '74951112233'

let made = 0
/** An incoming call of a minute ago that 101 has missed; `at` says how many seconds later than the first moment of the day. */
export const call = (at: number, more: Partial<RecordedCall> = {}): RecordedCall => ({
  callId: `c${++made}`,
  direction: 'incoming',
  number: CLIENT,
  name: '',
  caller: null,
  startedAt: DAY + at * 1000,
  answeredAt: null,
  endedAt: DAY + at * 1000 + 10_000,
  talks: [],
  rang: ['101'],
  result: 'missed',
  recording: null,
  whole: true,
  ...more,
})
/** Today: the day's calls are not too old for anything. */
export const DAY = Date.now() - 6 * 3_600_000

/** Of an answered one, `who` talked after 5 s for `ms`. */
export const answered = (at: number, who: string, ms: number, more: Partial<RecordedCall> = {}): RecordedCall =>
  call(at, {
    answeredAt: DAY + at * 1000 + 5000,
    endedAt: DAY + at * 1000 + 5000 + ms,
    talks: [{ who, from: DAY + at * 1000 + 5000, ms }],
    rang: [who],
    result: 'answered',
    ...more,
  })
export const outgoing = (at: number, caller: string, ms: number, more: Partial<RecordedCall> = {}): RecordedCall =>
  ms === 0
    ? call(at, { direction: 'outgoing', caller, rang: [], result: 'noAnswer', ...more })
    : answered(at, caller, ms, { direction: 'outgoing', caller, rang: [], ...more })

/** A journal over a real ledger and a real file, in a folder of its own. */
export class JournalUnderTest {
  readonly folder: string
  readonly log = memoryLog()
  ledger: Ledger
  journal: Journal
  book: JournalBook
  names: Record<string, string[]> = {}

  private constructor(folder: string, ledger: Ledger, makeBook: (path: string) => JournalBook) {
    this.folder = folder
    this.ledger = ledger
    this.book = makeBook(this.path)
    this.journal = this.#begin()
  }

  static async open(makeBook?: (path: string) => JournalBook): Promise<JournalUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'trubka-journal-'))
    const { logger } = memoryLog()
    // Many small files of the ledger: each test goes over the edge of some.
    const ledger = await openLocalLedger(join(folder, 'ledger'), { logger, segmentBytes: 1000 })
    return new JournalUnderTest(folder, ledger, makeBook ?? ((path) => new Clerk(path, () => undefined)))
  }

  get path(): string {
    return join(this.folder, 'journal.sqlite')
  }

  async keep(...calls: RecordedCall[]): Promise<void> {
    await Promise.all(
      calls.map((each) => this.ledger.append({ type: 'call.recorded', ...each, bases: [], place: null })),
    )
    await this.journal.upToDate()
  }

  /** The journal alone; `meanwhile` happens while it is not there. */
  async restart(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    await this.journal.stop()
    await meanwhile()
    this.book = new Clerk(this.path, (why) => this.log.logger.warn(why))
    this.journal = this.#begin()
    await this.journal.upToDate()
  }

  async history(devices: string[], more: object = {}) {
    return this.book.ask('calls', { devices, limit: 50, ...more })
  }

  async missed(devices: string[], more: object = {}) {
    return this.book.ask('missed', { devices, since: 0, limit: 50, ...more })
  }

  async close(): Promise<void> {
    await this.journal.stop()
    await this.ledger.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  #begin(): Journal {
    const { ledger, book } = this
    const journal = new Journal({
      ledger,
      book,
      backups: join(this.folder, 'backups'),
      namesOf: (number) => this.names[number] ?? [],
      logger: this.log.logger,
    })
    journal.start()
    return journal
  }
}
