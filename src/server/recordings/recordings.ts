import { basename } from 'node:path'
import { TrubkaError } from '../../protocol/errors.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { Waveform } from '../../protocol/recording.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { recordedCall } from '../ledger/recorded-calls.ts'
import type { Directory } from '../people/directory.ts'
import type { RecordingFiles } from './recording-files.ts'
import { RecordingLinks } from './recording-links.ts'
import { waveformOf } from './waveform.ts'

/** Internal numbers of those who may listen to more than their own calls. */
export type Listeners = {
  /** Whether everybody may listen to their own. */
  own: boolean
  /** To those of their department. */
  department: readonly string[]
  everything: readonly string[]
}

type Options = {
  ledger: Pick<Ledger, 'append' | 'read'>
  /** Null = there is no folder of recordings. */
  files: RecordingFiles | null
  listeners: Listeners
  people: Pick<Directory, 'byNumber'>
  /** Whether somebody looks after the calls of their department. */
  supervises: (operator: string) => boolean
}

/** What is needed to listen: the token of the link, its end (milliseconds since 1970), the file's name, and how loud it is. */
export type OpenedRecording = { token: string; until: number; name: string; waveform: Waveform | null }

/** As many as a wide panel has dots. */
const PIECES = 400

/** Recordings of calls (SPEC A10): who may listen to which, and a trail of who did. */
export class Recordings {
  readonly #o: Options
  readonly #links = new RecordingLinks()

  constructor(options: Options) {
    this.#o = options
  }

  /** Whether there may be a recording for this person to listen to, of a call that these internal numbers had. */
  isOffered(self: Colleague, numbers: readonly string[]): boolean {
    return this.#o.files !== null && this.#may(self, numbers)
  }

  /**
   * Opens the recording of a call; `call` is its number in the ledger. That it was opened, by whom and from where, is on
   * disk before the link is given.
   *
   * @throws TrubkaError `noRecording`, `mayNotListen`
   */
  async open(call: number, self: Colleague, from: string): Promise<OpenedRecording> {
    const { files, ledger } = this.#o
    const facts = await recordedCall(ledger, call)
    if (!facts || !files) throw new TrubkaError('noRecording')
    const numbers = [facts.caller, ...facts.talks.map(({ who }) => who)].filter((number) => number !== null)
    if (!this.#may(self, numbers)) throw new TrubkaError('mayNotListen')
    const file = await files.find({ callId: facts.callId, name: facts.recording, startedAt: facts.startedAt })
    if (!file) throw new TrubkaError('noRecording')
    const waveform = await waveformOf(file.path, PIECES)
    await ledger.append({ type: 'recording.opened', call, by: self.id, from })
    return { ...this.#links.make(file.path), name: basename(file.path), waveform }
  }

  /**
   * Which of these calls has this key at the PBX; their numbers in the ledger.
   *
   * @throws TrubkaError `noRecording`
   */
  async find(callId: string, calls: readonly number[]): Promise<number> {
    for (const call of calls) if ((await recordedCall(this.#o.ledger, call))?.callId === callId) return call
    throw new TrubkaError('noRecording')
  }

  /** The file that a link leads to; null = it is none, or over. */
  pathOf(token: string): string | null {
    return this.#links.open(token)
  }

  #may({ id, number, department }: Colleague, numbers: readonly string[]): boolean {
    if (number === null) return false
    const { own, department: ofDepartment, everything } = this.#o.listeners
    if (everything.includes(number) || (own && numbers.includes(number))) return true
    if (!(ofDepartment.includes(number) || this.#o.supervises(id)) || department === '') return false
    return numbers.some((each) => this.#o.people.byNumber(each)?.department === department)
  }
}
