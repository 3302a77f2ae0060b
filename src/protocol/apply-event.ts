import type { ChatSummary } from './chat.ts'
import type { Colleague } from './people.ts'
import type { OperatorState, StateEvent } from './state.ts'

type PresenceEvent = Extract<StateEvent, { type: 'line.changed' | 'lines.changed' | 'status.changed' }>
type OtherEvent = Exclude<StateEvent, PresenceEvent>

export const applyEvent = (state: OperatorState, event: StateEvent): OperatorState => applyEvents(state, [event])

/**
 * The one place where events change an operator's state (DESIGN 2). Never changes its argument; what an event is not about
 * stays the same object.
 */
export function applyEvents(state: OperatorState, events: readonly StateEvent[]): OperatorState {
  return applied(state, events, (record) => ({ ...record }))
}

/**
 * The same, for who alone holds a state and looks at the newest only: what ten thousand lines do, and what people say of
 * themselves, is changed where it stands. To copy it would take longer than all the rest.
 */
export function follow(state: OperatorState, events: readonly StateEvent[]): OperatorState {
  return applied(state, events, (record) => record)
}

function applied(
  state: OperatorState,
  events: readonly StateEvent[],
  own: <T extends object>(record: T) => T,
): OperatorState {
  let now = state
  let lines: OperatorState['lines'] | null = null
  let statuses: OperatorState['statuses'] | null = null
  for (const event of events)
    switch (event.type) {
      case 'line.changed':
        lines ??= own(state.lines)
        lines[event.number] = event.line
        break
      case 'lines.changed':
        lines ??= own(state.lines)
        Object.assign(lines, event.lines)
        break
      case 'status.changed':
        statuses ??= own(state.statuses)
        if (event.status === null) delete statuses[event.id]
        else statuses[event.id] = event.status
        break
      default:
        now = applyOther(now, event)
    }
  return lines || statuses ? { ...now, ...(lines && { lines }), ...(statuses && { statuses }) } : now
}

/** Of what is neither lines nor statuses. */
function applyOther(state: OperatorState, event: OtherEvent): OperatorState {
  switch (event.type) {
    case 'call.changed':
      return { ...state, calls: upsert(state.calls, event.call) }
    case 'call.gone':
      return { ...state, calls: state.calls.filter((call) => call.id !== event.callId) }
    case 'pbx.changed':
      return { ...state, pbx: event.pbx, pbxFault: event.fault }
    case 'base.changed':
      return { ...state, bases: upsert(state.bases, event.base) }
    case 'routing.changed':
      return { ...state, routing: event.routing }
    case 'self.changed':
      return { ...state, self: event.self }
    case 'colleagues.changed':
      return { ...state, colleagues: merged(state.colleagues, event.removed, event.put) }
    case 'intake.changed':
      return { ...state, intakes: upsert(state.intakes, event.intake) }
    case 'intake.closed':
      return { ...state, intakes: state.intakes.filter(({ id }) => id !== event.id) }
    case 'acceptance.changed':
      return { ...state, acceptances: upsert(state.acceptances, event.acceptance) }
    case 'acceptance.gone':
      return { ...state, acceptances: state.acceptances.filter(({ id }) => id !== event.id) }
    case 'notice.added':
      return { ...state, notices: upsert(state.notices, event.notice) }
    case 'notice.gone':
      return { ...state, notices: state.notices.filter(({ id }) => id !== event.id) }
    case 'missed.changed':
      return { ...state, missed: event.missed }
    case 'history.changed':
      return { ...state, history: event.history }
    case 'books.changed':
      return { ...state, books: event.books }
    case 'favourites.changed':
      return { ...state, favourites: event.favourites }
    case 'chat.listed':
      return { ...state, chats: event.chats }
    case 'chat.changed':
      return { ...state, chats: byLast(upsert(state.chats ?? [], event.chat)) }
    case 'chat.typing': {
      const others = state.typing.filter(({ id }) => id !== event.typing.id)
      return { ...state, typing: event.typing.names.length === 0 ? others : [...others, event.typing] }
    }
  }
}

const byLast = (chats: ChatSummary[]) => chats.sort((a, b) => b.last.id - a.last.id)

/** Each in the place of who had the same id, new ones behind. */
function merged(list: readonly Colleague[], removed: readonly string[], put: readonly Colleague[]): Colleague[] {
  const gone = new Set(removed)
  const others = new Map(list.filter(({ id }) => !gone.has(id)).map((each) => [each.id, each]))
  for (const each of put) others.set(each.id, each)
  return [...others.values()]
}

function upsert<T extends { id: string }>(list: T[], item: T): T[] {
  const at = list.findIndex((each) => each.id === item.id)
  return at < 0 ? [...list, item] : list.with(at, item)
}
