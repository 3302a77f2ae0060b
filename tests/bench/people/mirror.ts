import { MirrorKeeper } from '../../../src/background/mirror.ts'
import type { RpcSocket } from '../../../src/background/rpc.ts'
import { NO_BOOKS } from '../../../src/protocol/address-book.ts'
import { STATE_EVENT } from '../../../src/protocol/methods.ts'
import type { Mirror, MirrorMessage } from '../../../src/protocol/mirror.ts'
import { changed, changeOf } from '../../../src/protocol/mirror-change.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import type { OperatorState, StateEvent } from '../../../src/protocol/state.ts'
import { choices, transferTargets } from '../../../src/ui/choices.ts'
import { now, pause } from '../clock.ts'
import { comparison, quantile, type Row, rowOf } from '../report.ts'

const EPOCH = 'bench'
const slot = () => ({ get: async () => null, set: async () => {}, clear: async () => {} })

function stateOf(count: number): OperatorState {
  const colleagues = Array.from({ length: count }, (_, n) => ({
    id: `5e1f9c1a-1c03-11ec-8d3d-${String(n).padStart(12, '0')}`,
    name: `${'Иванов Петров Сидоров Кузнецов Смирнов'.split(' ')[n % 5]}а Анна Сергеевна ${n}`,
    department: `Отдел ${n % 50}`,
    number: String(10_000 + n),
  }))
  const [self] = colleagues
  if (!self) throw new Error('nobody')
  return {
    self,
    pbx: 'up',
    bases: [],
    routing: { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } },
    calls: [],
    colleagues,
    lines: Object.fromEntries(colleagues.map(({ number }) => [number, { state: 'free' as const, with: null }])),
    statuses: {},
    intakes: [],
    acceptances: [],
    notices: [],
    missed: 0,
    history: 0,
    books: NO_BOOKS,
    favourites: [],
    chats: null,
    typing: [],
  }
}

/** The background's half and the panel's, with a port between them that copies, as the browser's does. */
async function browserWith(state: OperatorState) {
  let happened: StateEvent[] = []
  const keeper = new MirrorKeeper({ picture: slot(), events: slot() }, (event) => {
    if (event) happened.push(event)
  })
  const answer = { cursor: { epoch: EPOCH, seq: 0 }, state, events: [] }
  // As much of a connection as the keeper asks.
  const rpc: Pick<RpcSocket, 'request' | 'isOpen' | 'close'> = {
    request: async () => answer as never,
    isOpen: true,
    close: () => {},
  }
  await keeper.sync(rpc as RpcSocket)
  const mirror = (): Mirror => ({
    connection: 'online',
    state: keeper.state,
    owed: 0,
    preferences: DEFAULT_PREFERENCES,
  })
  let had = mirror()
  let panel = structuredClone(had)
  let seq = 0
  return {
    hear: (event: StateEvent) => keeper.hear(STATE_EVENT, { cursor: { epoch: EPOCH, seq: ++seq }, event }),
    /** Whole at each change, as it was before. */
    pushWhole: () => {
      panel = structuredClone(mirror())
      return JSON.stringify(panel).length
    },
    push: () => {
      const whole = mirror()
      const change = changeOf(had, whole, happened)
      happened = []
      had = whole
      if (!change) return 0
      const message: MirrorMessage = structuredClone({ change })
      panel = changed(panel, message.change)
      return JSON.stringify(message).length
    },
    search: (typed: string) => choices(typed, panel.state),
    targets: () => transferTargets('', panel.state),
  }
}

const rings = (n: number, count: number): StateEvent => ({
  type: 'line.changed',
  number: String(10_000 + (n % count)),
  line: { state: n % 2 === 0 ? 'ringing' : 'free', with: 'Петрова Мария Ивановна' },
})

/**
 * What a change of one of many colleagues' lines takes in the browser, from the server's frame on to the panel's picture,
 * beside a panel that gets all there is each time; and a search in the panel's field while lines change all the time.
 */
export async function mirrorRows(count: number, turns: number): Promise<Row[]> {
  const taken = { changes: [] as number[], whole: [] as number[] }
  let [bytes, wholeBytes] = [0, 0]
  const browser = await browserWith(stateOf(count))
  for (let turn = 0; turn < turns; turn++) {
    let at = now()
    browser.hear(rings(turn, count))
    bytes = browser.push()
    taken.changes.push(now() - at)
    at = now()
    wholeBytes = browser.pushWhole()
    taken.whole.push(now() - at)
  }
  const typed = ['и', 'ива', 'пет анн', 'отдел 7', '1001', 'bdfyjd']
  browser.search('и')
  const searches: number[] = []
  for (let turn = 0; turn < 20 * turns; turn++) {
    // Fifty changes a second come one by one; three have come since the last picture at worst.
    const at = now()
    for (let n = 0; n < 3; n++) browser.hear(rings(turn * 3 + n, count))
    browser.push()
    browser.search(typed[turn % typed.length] ?? '')
    searches.push(now() - at)
    await pause(2)
  }
  const pickers: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    const at = now()
    browser.targets()
    pickers.push(now() - at)
  }
  return [
    {
      ...comparison(
        `a line changes among ${count}: background, port and panel`,
        'ms',
        quantile(taken.changes, 0.5),
        new Map([['all of it each time', quantile(taken.whole, 0.5)]]),
        0.01,
      ),
      p95: Math.round(quantile(taken.changes, 0.95) * 100) / 100,
      n: turns,
    },
    comparison(
      'sent to the panel for it',
      'kB',
      bytes / 1000,
      new Map([['all of it each time', wholeBytes / 1000]]),
      0.01,
    ),
    rowOf(`search among ${count} with changes taken in, in the panel`, 'ms', searches),
    rowOf(`whom a call can be given to, of ${count}`, 'ms', pickers),
  ]
}
