import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { Colleague } from '../../protocol/people.ts'
import { Emitter } from '../events.ts'
import { errorCode, writeWhole } from '../files.ts'

const File = v.object({ version: v.literal(1), people: v.array(Colleague) })

/**
 * The employees, as 1C last told them. Kept in `<data>/people.json`, so that they are known when 1C is down at the start.
 * `changed` says the whole new list; it is not said when nothing has changed.
 */
export class Directory extends Emitter<{ changed: [Colleague[]] }> {
  readonly #path: string
  readonly #logger: Logger
  /** As 1C told them. */
  #told: Colleague[] = []
  #photos: ReadonlyMap<string, string> = new Map()
  /** The same, with their photos. */
  #people: Colleague[] = []
  #ids = new Map<string, Colleague>()
  #numbers = new Map<string, Colleague>()
  #names = new Map<string, Colleague[]>()
  #saving: Promise<void> = Promise.resolve()
  #waitsForSave = false

  constructor(path: string, { logger }: { logger: Logger }) {
    super()
    this.#path = path
    this.#logger = logger
  }

  /** Reads what was kept. A missing file is an empty list; one that makes no sense is reported and replaced at the next update. */
  async load(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true })
    try {
      this.#take(v.parse(File, JSON.parse(await readFile(this.#path, 'utf8'))).people)
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') this.#logger.warn({ err: error, file: this.#path }, 'employees not readable')
    }
  }

  get all(): readonly Colleague[] {
    return this.#people
  }

  byId(id: string): Colleague | null {
    return this.#ids.get(id) ?? null
  }

  /** Of two with one number the first in the list. */
  byNumber(number: string): Colleague | null {
    return this.#numbers.get(number) ?? null
  }

  /** Everybody whose 1C presentation this is; case, ё and kinds of blanks make no difference (SPEC C6). */
  byName(name: string): Colleague[] {
    return [...(this.#names.get(nameKey(name)) ?? [])]
  }

  /** The new list is in force at once and on disk soon. An empty one is believed too: the caller knows whether 1C answered. */
  update(list: readonly Colleague[]): void {
    const people = list.map(({ id, name, department, number, mobile }): Colleague => {
      return { id, name, department, number, ...(mobile !== undefined && { mobile }) }
    })
    if (JSON.stringify(people) === JSON.stringify(this.#told)) return
    this.#take(people)
    this.#save()
    this.emit('changed', this.#people)
  }

  /** Which internal numbers have which photo, from now on. */
  setPhotos(photos: ReadonlyMap<string, string>): void {
    this.#photos = photos
    this.#take(this.#told)
    this.emit('changed', this.#people)
  }

  /** What was updated before is on disk when this resolves, or reported. */
  async flush(): Promise<void> {
    await this.#saving
  }

  #take(told: Colleague[]): void {
    this.#told = told
    const people = told.map((person): Colleague => {
      const photo = person.number === null ? undefined : this.#photos.get(person.number)
      return photo === undefined ? person : { ...person, photo }
    })
    this.#people = people
    this.#ids = new Map(people.map((person) => [person.id, person]))
    this.#numbers = new Map()
    this.#names = new Map()
    for (const person of people) {
      const { number } = person
      if (number !== null && !this.#numbers.has(number)) this.#numbers.set(number, person)
      const key = nameKey(person.name)
      const same = this.#names.get(key)
      if (same === undefined) this.#names.set(key, [person])
      else same.push(person)
    }
  }

  #save(): void {
    if (this.#waitsForSave) return
    this.#waitsForSave = true
    this.#saving = this.#saving.then(async () => {
      this.#waitsForSave = false
      try {
        await writeWhole(this.#path, JSON.stringify({ version: 1, people: this.#told }, null, 1))
      } catch (error) {
        this.#logger.error({ err: error, file: this.#path }, 'employees cannot be kept')
      }
    })
  }
}

/** As 1C pages and OData write one presentation differently: NBSP and other blanks, ё, case, composed letters. */
const nameKey = (name: string) => name.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase().replaceAll('ё', 'е')
