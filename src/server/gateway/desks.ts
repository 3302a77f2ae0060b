import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Colleague } from '../../protocol/people.ts'
import type { OperatorState, PbxFault, StateEvent } from '../../protocol/state.ts'
import { ChatNews } from './chat-news.ts'
import { Commands } from './commands.ts'
import { Crier } from './crier.ts'
import { Feed } from './feed.ts'
import { House, type HouseState } from './house.ts'
import { isSelf, type Rooms } from './rooms.ts'

/** How long a desk outlives its last connection: who comes back gets what was missed, and answers to what was asked. */
const KEPT_MS = 10 * 60_000

/** What one operator has here, whichever of their browsers it is. */
export type Desk = { readonly id: string; readonly feed: Feed; readonly commands: Commands }
/** One of the operator's browsers. `idle` = nobody is at its machine. */
export type Seat = { idle: boolean }
type Entry = Desk & { chats: ChatNews; seats: Set<Seat>; timer: NodeJS.Timeout | null }

/** Turns what the rooms tell into each operator's events. */
export class Desks {
  readonly #rooms: Rooms
  readonly #logger: Logger
  readonly #keptMs: number
  readonly #entries = new Map<string, Entry>()
  readonly #unhook: (() => void)[]
  readonly #house = new House(() => this.#houseNow())
  readonly #crier = new Crier<Entry>(
    () => this.#entries.values(),
    ({ feed }, event, text) => feed.tell(event, text),
  )
  #colleagues: Colleague[]
  /** Who shares a number: one person is another user in each base. */
  #sharing = new Map<string, string[]>()
  /** As it was told last. */
  #pbx: Pick<HouseState, 'pbx' | 'pbxFault'>

  constructor(rooms: Rooms, logger: Logger, keptMs = KEPT_MS) {
    this.#rooms = rooms
    this.#logger = logger
    this.#keptMs = keptMs
    this.#colleagues = [...rooms.people.all]
    this.#sharing = sharingOf(this.#colleagues)
    this.#pbx = pbxOf(rooms.pbx)
    this.#unhook = [
      rooms.pbx.on('link', () => this.#pbxChanged()),
      rooms.pbx.on('faults', () => this.#pbxChanged()),
      rooms.customers.on('base', (base) => this.#tellAll({ type: 'base.changed', base })),
      rooms.routing.on('settings', (routing) => this.#tellAll({ type: 'routing.changed', routing })),
      rooms.calls.on('call', (device, call) => this.#tellDevice(device, { type: 'call.changed', call })),
      rooms.calls.on('gone', (device, callId) => this.#tellDevice(device, { type: 'call.gone', callId })),
      rooms.calls.on('line', (number, line) => {
        this.#house.happened(JSON.stringify({ type: 'line.changed', number, line } satisfies StateEvent))
        this.#crier.sayLine(number, line)
      }),
      rooms.intakes.on('changed', (device, intake) => this.#tellDevice(device, { type: 'intake.changed', intake })),
      rooms.intakes.on('closed', (device, id) => this.#tellDevice(device, { type: 'intake.closed', id })),
      rooms.acceptances.on('notice', (manager, notice) => this.#tellUser(manager, { type: 'notice.added', notice })),
      rooms.acceptances.on('gone', (manager, id) => this.#tellUser(manager, { type: 'notice.gone', id })),
      rooms.acceptances.on('owed', (operator, acceptance) =>
        this.#tellUser(operator, { type: 'acceptance.changed', acceptance }),
      ),
      rooms.acceptances.on('settled', (operator, id) => this.#tellUser(operator, { type: 'acceptance.gone', id })),
      rooms.statuses.on('changed', (id) => this.#statusChanged(id)),
      rooms.journal.on('missed', (device, missed) => this.#tellDevice(device, { type: 'missed.changed', missed })),
      rooms.journal.on('kept', (device, history) => this.#tellDevice(device, { type: 'history.changed', history })),
      rooms.addressBooks.on('books', (operator) => this.#booksChanged(operator)),
      rooms.addressBooks.on('favourites', (operator) => this.#favouritesChanged(operator)),
      rooms.chat.on('changed', (touched) => this.#eachChat((chats) => chats.touched(touched))),
      rooms.chat.on('forgotten', () => this.#eachChat((chats) => chats.listAnew())),
      rooms.typing.on('changed', (pair) => this.#eachChat((chats) => chats.typing(pair))),
      rooms.people.on('changed', (people) => this.#peopleChanged([...people])),
    ]
  }

  /** The operator's desk, kept for as long as it is held by somebody, and a while longer. */
  hold(operator: string): { desk: Desk; setIdle: (idle: boolean) => void; release: () => void } {
    const entry = this.#entries.get(operator) ?? this.#begin(operator)
    const seat: Seat = { idle: false }
    entry.seats.add(seat)
    if (entry.timer) clearTimeout(entry.timer)
    entry.timer = null
    this.#tellIdle(entry)
    const setIdle = (idle: boolean) => {
      seat.idle = idle
      this.#tellIdle(entry)
    }
    const release = () => {
      if (!entry.seats.delete(seat)) return
      this.#tellIdle(entry)
      if (entry.seats.size === 0) entry.timer = setTimeout(() => this.#entries.delete(operator), this.#keptMs).unref()
    }
    return { desk: entry, setIdle, release }
  }

  /** Of who has closed all browsers nobody knows whether they are at a machine. */
  #tellIdle({ id, seats }: Entry): void {
    this.#rooms.statuses.setIdle(id, seats.size > 0 && [...seats].every(({ idle }) => idle))
  }

  stop(): void {
    for (const unhook of this.#unhook) unhook()
    this.#crier.stop()
    for (const { timer } of this.#entries.values()) if (timer) clearTimeout(timer)
    this.#entries.clear()
  }

  #begin(id: string): Entry {
    const { calls, people, intakes, acceptances, journal, addressBooks } = this.#rooms
    const self = this.#selfOf(id)
    const own = {
      self,
      calls: self.number === null ? [] : calls.forDevice(self.number),
      intakes: self.number === null ? [] : intakes.forDevice(self.number),
      acceptances: acceptances.owedBy((ref) => isSelf(ref, self, people)),
      notices: acceptances.noticesFor((ref) => isSelf(ref, self, people)),
      missed: self.number === null ? 0 : journal.missedOf(self.number),
      history: 0,
      books: addressBooks.booksOf(id),
      favourites: addressBooks.favouritesOf(id),
      chats: null,
      typing: [],
    }
    const feed = new Feed(own, this.#house)
    const chats = new ChatNews({ ...this.#rooms, logger: this.#logger }, feed)
    const entry = { id, feed, chats, commands: new Commands(), seats: new Set<Seat>(), timer: null }
    this.#entries.set(id, entry)
    return entry
  }

  /** Paired, but not (or not yet, after a restart with 1C away) among the employees: a person without a phone. */
  #selfOf(id: string, before?: Colleague): Colleague {
    return (
      this.#rooms.people.byId(id) ?? {
        id,
        name: before?.name ?? '',
        department: before?.department ?? '',
        number: null,
      }
    )
  }

  #houseNow(): HouseState {
    const { pbx, calls, customers, routing } = this.#rooms
    return {
      ...pbxOf(pbx),
      bases: customers.bases(),
      routing: routing.settings,
      colleagues: this.#colleagues,
      lines: calls.lines(),
      statuses: this.#statuses(),
    }
  }

  #pbxChanged(): void {
    const before = this.#pbx
    this.#pbx = pbxOf(this.#rooms.pbx)
    const { pbx, pbxFault: fault } = this.#pbx
    if (before.pbx !== pbx || before.pbxFault !== fault) this.#tellAll({ type: 'pbx.changed', pbx, fault })
  }

  #statuses(): OperatorState['statuses'] {
    const shown = [...this.#rooms.statuses.all()].flatMap(([id, status]) =>
      this.#sameAs(id).map((same) => [same, status]),
    )
    return Object.fromEntries(shown)
  }

  #statusChanged(id: string): void {
    const status = this.#rooms.statuses.of(id)
    for (const same of this.#sameAs(id)) this.#tellAll({ type: 'status.changed', id: same, status })
  }

  /** The users of all bases who are the person with this id, that id among them. */
  #sameAs(id: string): string[] {
    const number = this.#rooms.people.byId(id)?.number ?? null
    const others = number === null ? [] : (this.#sharing.get(number) ?? [])
    return [id, ...others.filter((each) => each !== id)]
  }

  /** null = everybody's. */
  #booksChanged(operator: string | null): void {
    for (const { id, feed } of this.#whose(operator)) {
      const books = this.#rooms.addressBooks.booksOf(id)
      if (!isDeepStrictEqual(books, feed.own.books)) feed.publish({ type: 'books.changed', books })
    }
  }

  #favouritesChanged(operator: string | null): void {
    for (const { id, feed } of this.#whose(operator)) {
      const favourites = this.#rooms.addressBooks.favouritesOf(id)
      if (!isDeepStrictEqual(favourites, feed.own.favourites)) feed.publish({ type: 'favourites.changed', favourites })
    }
  }

  #whose(operator: string | null): Iterable<Entry> {
    if (operator === null) return this.#entries.values()
    const entry = this.#entries.get(operator)
    return entry ? [entry] : []
  }

  #tellAll(event: StateEvent): void {
    const text = JSON.stringify(event)
    this.#house.happened(text)
    this.#crier.say(event, text)
  }

  #eachChat(tell: (chats: ChatNews) => void): void {
    for (const { chats } of this.#entries.values()) tell(chats)
  }

  #tellDevice(device: string, event: StateEvent): void {
    for (const { feed } of this.#entries.values()) if (feed.own.self.number === device) feed.publish(event)
  }

  /** A user of some base (SPEC B6). */
  #tellUser(user: string, event: StateEvent): void {
    for (const { feed } of this.#entries.values())
      if (isSelf(user, feed.own.self, this.#rooms.people)) feed.publish(event)
  }

  /** Who is the same as before is told of those who are not: with thousands of operators all of them would be gigabytes. */
  #peopleChanged(colleagues: Colleague[]): void {
    const change = differenceOf(this.#colleagues, colleagues)
    this.#colleagues = colleagues
    this.#sharing = sharingOf(colleagues)
    this.#house.forget()
    if (change.put.length + change.removed.length > 0) this.#crier.say(change, JSON.stringify(change))
    for (const { id, feed, chats } of this.#entries.values()) {
      const before = feed.own.self
      const self = this.#selfOf(id, before)
      if (self.number !== before.number) this.#moved(feed, self)
      else if (!isDeepStrictEqual(self, before)) feed.publish({ type: 'self.changed', self })
      if (isAnother(self, before)) chats.listAnew()
    }
  }

  /** Another phone: its calls and wizards take the place of the former one's. */
  #moved(feed: Feed, self: Colleague): void {
    for (const { id } of feed.own.calls) feed.publish({ type: 'call.gone', callId: id })
    for (const { id } of feed.own.intakes) feed.publish({ type: 'intake.closed', id })
    feed.publish({ type: 'self.changed', self })
    const missed = self.number === null ? 0 : this.#rooms.journal.missedOf(self.number)
    if (feed.own.missed !== missed) feed.publish({ type: 'missed.changed', missed })
    if (self.number === null) return
    for (const call of this.#rooms.calls.forDevice(self.number)) feed.publish({ type: 'call.changed', call })
    for (const intake of this.#rooms.intakes.forDevice(self.number)) feed.publish({ type: 'intake.changed', intake })
  }
}

const sharingOf = (people: readonly Colleague[]): Map<string, string[]> => {
  const sharing = new Map<string, string[]>()
  for (const { id, number } of people) {
    if (number === null) continue
    const ids = sharing.get(number)
    if (ids) ids.push(id)
    else sharing.set(number, [id])
  }
  return sharing
}

function differenceOf(before: readonly Colleague[], now: readonly Colleague[]) {
  const known = new Map(before.map((each) => [each.id, each]))
  const put = now.filter((each) => !isDeepStrictEqual(each, known.get(each.id)))
  for (const { id } of now) known.delete(id)
  return { type: 'colleagues.changed' as const, put, removed: [...known.keys()] }
}

/** Who may be in other conversations now. */
const isAnother = (now: Colleague, before: Colleague): boolean =>
  now.department !== before.department || now.number !== before.number || now.name !== before.name

/** A login that is only not connected yet mends itself, and is in `pbx` already. */
function pbxOf({ link, faults }: Rooms['pbx']): Pick<OperatorState, 'pbx' | 'pbxFault'> {
  const fault: PbxFault | undefined =
    faults.main === 'loginRefused'
      ? 'loginRefused'
      : faults.routing === 'loginRefused'
        ? 'routeLoginRefused'
        : undefined
  return { pbx: link, pbxFault: fault }
}
