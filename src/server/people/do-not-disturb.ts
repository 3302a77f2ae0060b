import type { Logger } from 'pino'
import * as v from 'valibot'
import type { Kept } from '../kept/kept.ts'
import type { Pbx } from '../telephony/pbx.ts'
import type { Directory } from './directory.ts'
import type { Statuses } from './statuses.ts'

const File = v.object({ version: v.literal(1), told: v.array(v.string()) })

type Options = {
  pbx: Pick<Pbx, 'link' | 'on' | 'setDoNotDisturb'>
  statuses: Pick<Statuses, 'all' | 'on'>
  people: Pick<Directory, 'byId' | 'on'>
  kept: Kept
  logger: Logger
}

/**
 * Lets the PBX know whose phone is to ring for nobody (SPEC A8), so that it is so for calls that never come by here, too.
 * It is kept whom it was told of, so that nobody's phone stays silent for good: whoever is to be
 * called again is taken back after each login, however long the server was away.
 */
export class DoNotDisturb {
  readonly #options: Options
  readonly #unhook: (() => void)[]
  #wanted: ReadonlySet<string> = new Set()
  #told = new Set<string>()
  #turn: Promise<void> = Promise.resolve()

  constructor(options: Options) {
    this.#options = options
    const { pbx, statuses, people } = options
    this.#unhook = [
      statuses.on('changed', () => this.#changed()),
      people.on('changed', () => this.#changed()),
      pbx.on('link', (link) => {
        // Its memory may be that of another run.
        if (link === 'up') this.#queue(() => this.#tellAll())
      }),
    ]
  }

  async load(): Promise<void> {
    const { kept, logger } = this.#options
    const text = await kept.read()
    try {
      if (text !== null) this.#told = new Set(v.parse(File, JSON.parse(text)).told)
    } catch (error) {
      logger.warn({ err: error, file: kept.place }, 'who is not to be disturbed: not readable')
    }
    this.#changed()
  }

  /** Whether this phone is to ring for nobody. */
  isOn(number: string): boolean {
    return this.#wanted.has(number)
  }

  async stop(): Promise<void> {
    for (const unhook of this.#unhook) unhook()
    await this.#turn
  }

  #changed(): void {
    const { statuses, people } = this.#options
    const numbers = [...statuses.all()].flatMap(([id, { kind }]) => {
      const number = kind === 'doNotDisturb' ? people.byId(id)?.number : null
      return number ? [number] : []
    })
    this.#wanted = new Set(numbers)
    this.#queue(async () => {
      const both = new Set([...this.#wanted, ...this.#told])
      for (const number of both) if (this.#wanted.has(number) !== this.#told.has(number)) await this.#tell(number)
    })
  }

  async #tellAll(): Promise<void> {
    for (const number of new Set([...this.#wanted, ...this.#told])) await this.#tell(number)
  }

  async #tell(number: string): Promise<void> {
    const { pbx } = this.#options
    if (pbx.link !== 'up') return
    const on = this.#wanted.has(number)
    if (on && !this.#told.has(number)) await this.#keep(new Set([...this.#told, number]))
    await pbx.setDoNotDisturb(number, on)
    if (!on) await this.#keep(new Set([...this.#told].filter((each) => each !== number)))
  }

  async #keep(told: Set<string>): Promise<void> {
    await this.#options.kept.write(JSON.stringify({ version: 1, told: [...told] }))
    this.#told = told
  }

  #queue(run: () => Promise<void>): void {
    this.#turn = this.#turn.then(run).catch((error: unknown) => {
      // Said anew after the next login.
      this.#options.logger.warn({ err: error }, 'the PBX was not told who is not to be disturbed')
    })
  }
}
