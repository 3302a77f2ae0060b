import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Colleague } from '../../protocol/people.ts'
import type { OperatorState, PbxFault, StateEvent } from '../../protocol/state.ts'
import { ChatNews } from './chat-news.ts'
import { Commands } from './commands.ts'
import { Feed, type HouseState } from './feed.ts'
import { isSelf, type Rooms, sameAs } from './rooms.ts'

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
  readonly #house = (): HouseState => this.#houseNow()
  #colleagues: Colleague[]
  /** As it was told last. */
  #pbx: Pick<HouseState, 'pbx' | 'pbxFault'>

  constructor(rooms: Rooms, logger: Logger, keptMs = KEPT_MS) {
    this.#rooms = rooms
    this.#logger = logger
    this.#keptMs = keptMs
    this.#colleagues = [...rooms.people.all]
    this.#pbx = pbxOf(rooms.pbx)
    this.#unhook = [
      rooms.pbx.on('link', () => this.#pbxChanged()),
      rooms.pbx.on('faults', () => this.#pbxChanged()),
      rooms.customers.on('base', (base) => this.#tellAll({ type: 'base.changed', base })),
      rooms.routing.on('settings', (routing) => this.#tellAll({ type: 'routing.changed', routing })),
      rooms.calls.on('call', (device, call) => this.#tellDevice(device, { type: 'call.changed', call })),
      rooms.calls.on('gone', (device, callId) => this.#tellDevice(device, { type: 'call.gone', callId })),
      rooms.calls.on('line', (number, line) => this.#tellAll({ type: 'line.changed', number, line })),
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
    const { statuses, people } = this.#rooms
    const shown = [...statuses.all()].flatMap(([id, status]) => sameAs(id, people).map((same) => [same, status]))
    return Object.fromEntries(shown)
  }

  #statusChanged(id: string): void {
    const { statuses, people } = this.#rooms
    for (const same of sameAs(id, people)) this.#tellAll({ type: 'status.changed', id: same, status: statuses.of(id) })
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
    for (const { feed } of this.#entries.values()) feed.tell(event, text)
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

  #peopleChanged(colleagues: Colleague[]): void {
    this.#colleagues = colleagues
    for (const { id, feed, chats } of this.#entries.values()) {
      const before = feed.own.self
      const self = this.#selfOf(id, before)
      if (self.number === before.number) feed.publish({ type: 'people.changed', self, colleagues })
      else this.#moved(feed, self, colleagues)
      if (isAnother(self, before)) chats.listAnew()
    }
  }

  /** Another phone: its calls and wizards take the place of the former one's. */
  #moved(feed: Feed, self: Colleague, colleagues: Colleague[]): void {
    for (const { id } of feed.own.calls) feed.publish({ type: 'call.gone', callId: id })
    for (const { id } of feed.own.intakes) feed.publish({ type: 'intake.closed', id })
    feed.publish({ type: 'people.changed', self, colleagues })
    const missed = self.number === null ? 0 : this.#rooms.journal.missedOf(self.number)
    if (feed.own.missed !== missed) feed.publish({ type: 'missed.changed', missed })
    if (self.number === null) return
    for (const call of this.#rooms.calls.forDevice(self.number)) feed.publish({ type: 'call.changed', call })
    for (const intake of this.#rooms.intakes.forDevice(self.number)) feed.publish({ type: 'intake.changed', intake })
  }
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
