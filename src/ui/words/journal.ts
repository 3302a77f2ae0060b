import type { CallResult, Returned } from '../../protocol/journal.ts'
import { pair } from './language.ts'

type JournalWords = {
  parts: string
  calls: string
  missed: string
  all: string
  own: string
  department: string
  whose: string
  what: string
  kinds: Record<'any' | 'incoming' | 'missed' | 'outgoing' | 'failed' | 'internal', string>
  kind: string
  period: string
  periods: Record<'any' | 'today' | 'week' | 'month' | 'dates', string>
  from: string
  until: string
  person: string
  everybody: string
  conditions: string
  client: string
  clientHint: string
  nothing: string
  nothingHint: string
  nothingMissed: string
  nothingMissedHint: string
  nothingFound: string
  loading: string
  /** The server is away, and nothing was loaded yet. */
  waits: string
  again: string
  /** Of a call, for its icon. */
  incoming: string
  outgoing: string
  internal: string
  result: Record<CallResult, string>
  talked: (time: string) => string
  times: (count: number) => string
  returned: Record<Returned['how'], (name: string, when: string) => string>
  notReturned: string
  callBack: (whom: string) => string
  openDocument: string
  notInOneC: string
  oneCAway: string
  mark: string
  markHint: string
  somebody: string
}

/** 1 звонок, 2 звонка, 5 звонков. */
const callForms: Record<string, string> = { one: 'звонок', few: 'звонка' }

export const journalWords = pair<JournalWords>(
  {
    parts: 'Части панели',
    calls: 'Звонки',
    missed: 'Пропущенные',
    all: 'Все',
    own: 'Мои',
    department: 'Отдела',
    whose: 'Чьи звонки',
    what: 'Какие звонки',
    kinds: {
      any: 'Любые',
      incoming: 'Входящие',
      missed: 'Пропущенные',
      outgoing: 'Исходящие',
      failed: 'Не дозвонились',
      internal: 'Внутренние',
    },
    kind: 'Вид',
    period: 'Когда',
    periods: { any: 'За всё время', today: 'Сегодня', week: 'За 7 дней', month: 'За 30 дней', dates: 'Даты…' },
    from: 'С',
    until: 'По',
    person: 'Сотрудник',
    everybody: 'Весь отдел',
    conditions: 'Условия',
    client: 'Клиент или номер',
    clientHint: 'Клиент или номер',
    nothing: 'Звонков ещё не было',
    nothingHint: 'Здесь будет каждый законченный звонок.',
    nothingMissed: 'Пропущенных нет',
    nothingMissedHint: 'Здесь будут те, кто не дозвонился.',
    nothingFound: 'Таких звонков нет. Измените условия.',
    loading: 'Загружаем…',
    waits: 'Нет связи с сервером. Список появится, когда она вернётся.',
    again: 'Повторить',
    incoming: 'Входящий',
    outgoing: 'Исходящий',
    internal: 'Внутренний',
    result: {
      answered: 'разговор',
      missed: 'пропущен',
      busy: 'занято',
      rejected: 'отклонён',
      noAnswer: 'нет ответа',
      unreachable: 'недоступен',
      badNumber: 'нет такого номера',
      congestion: 'линии заняты',
    },
    talked: (time) => `разговор ${time}`,
    times: (count) => `${count} ${callForms[new Intl.PluralRules('ru').select(count)] ?? 'звонков'}`,
    returned: {
      called: (name, when) => `Перезвонил(а) ${name}, ${when}`,
      answered: (name, when) => `Дозвонился, ответил(а) ${name}, ${when}`,
      marked: (name, when) => `Отмечен: ${name}, ${when}`,
    },
    notReturned: 'Никто не перезвонил',
    callBack: (whom) => `Позвонить: ${whom}`,
    openDocument: 'Открыть звонок в 1С',
    notInOneC: 'Этого звонка в 1С нет. Если 1С не отвечала, он появится позже; повторите через минуту.',
    oneCAway: '1С не отвечает. Повторите через минуту.',
    mark: 'Не перезванивать',
    markHint: 'Звонок считается обработанным у всего отдела',
    somebody: 'сотрудник',
  },
  {
    parts: 'Parts of the panel',
    calls: 'Calls',
    missed: 'Missed',
    all: 'All',
    own: 'Mine',
    department: 'Department’s',
    whose: 'Whose calls',
    what: 'Which calls',
    kinds: {
      any: 'Any',
      incoming: 'Incoming',
      missed: 'Missed',
      outgoing: 'Outgoing',
      failed: 'Not reached',
      internal: 'Internal',
    },
    kind: 'Kind',
    period: 'When',
    periods: { any: 'At any time', today: 'Today', week: 'Last 7 days', month: 'Last 30 days', dates: 'Dates…' },
    from: 'From',
    until: 'To',
    person: 'Colleague',
    everybody: 'The whole department',
    conditions: 'Conditions',
    client: 'Client or number',
    clientHint: 'Client or number',
    nothing: 'No calls yet',
    nothingHint: 'Every call that is over will be here.',
    nothingMissed: 'Nothing missed',
    nothingMissedHint: 'Whoever calls in vain will be here.',
    nothingFound: 'There are no such calls. Change the conditions.',
    loading: 'Loading…',
    waits: 'The server does not answer. The list comes as soon as it does.',
    again: 'Try again',
    incoming: 'Incoming',
    outgoing: 'Outgoing',
    internal: 'Internal',
    result: {
      answered: 'talk',
      missed: 'missed',
      busy: 'busy',
      rejected: 'rejected',
      noAnswer: 'no answer',
      unreachable: 'unreachable',
      badNumber: 'no such number',
      congestion: 'lines busy',
    },
    talked: (time) => `talked ${time}`,
    times: (count) => (count === 1 ? '1 call' : `${count} calls`),
    returned: {
      called: (name, when) => `${name} called back, ${when}`,
      answered: (name, when) => `Called again, ${name} answered, ${when}`,
      marked: (name, when) => `Marked by ${name}, ${when}`,
    },
    notReturned: 'Nobody has called back',
    callBack: (whom) => `Call ${whom}`,
    openDocument: 'Open the call in 1C',
    notInOneC: 'This call is not in 1C. If 1C did not answer, it comes later; try again in a minute.',
    oneCAway: '1C does not answer. Try again in a minute.',
    mark: 'No call back',
    markHint: 'The call counts as done for the whole department',
    somebody: 'a colleague',
  },
)
