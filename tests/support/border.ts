import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReleaseCause } from '../../src/protocol/call.ts'
import type { Customer } from '../../src/protocol/customer.ts'
import type { Article, ClientDetails, Services } from '../../src/protocol/intake.ts'
import type { Colleague } from '../../src/protocol/people.ts'
import { newKeyPair, publicKeyOf, thumbprint } from '../../src/protocol/proof.ts'
import type { Base } from '../../src/protocol/state.ts'
import { AddressBooks } from '../../src/server/address-books/address-books.ts'
import { Calls } from '../../src/server/calls/calls.ts'
import { Chat } from '../../src/server/chat/chat.ts'
import { Clerk as ChatClerk } from '../../src/server/chat/clerk.ts'
import { ChatKeys } from '../../src/server/chat/keys.ts'
import { Typing } from '../../src/server/chat/typing.ts'
import type { Customers, CustomersEvents } from '../../src/server/customers/customers.ts'
import type { Absent } from '../../src/server/customers/odata/metadata.ts'
import { Emitter } from '../../src/server/events.ts'
import { type Certificate, Gateway } from '../../src/server/gateway/gateway.ts'
import type { Limits } from '../../src/server/gateway/limits.ts'
import { BaseTokens } from '../../src/server/identity/base-tokens.ts'
import { Identity } from '../../src/server/identity/identity.ts'
import { Acceptances } from '../../src/server/intake/acceptances.ts'
import { Intakes } from '../../src/server/intake/intakes.ts'
import { KeptEntries } from '../../src/server/intake/kept-entries.ts'
import { Clerk } from '../../src/server/journal/clerk.ts'
import { Journal } from '../../src/server/journal/journal.ts'
import { keptInFolder } from '../../src/server/kept/file.ts'
import { openLocalLedger } from '../../src/server/ledger/local/local-ledger.ts'
import { Manager } from '../../src/server/manager/manager.ts'
import { LiveSettings } from '../../src/server/manager/settings.ts'
import { owedRequestId } from '../../src/server/owed/requests.ts'
import { namesOf, partyFinder } from '../../src/server/party.ts'
import { Directory } from '../../src/server/people/directory.ts'
import { DoNotDisturb } from '../../src/server/people/do-not-disturb.ts'
import { Photos } from '../../src/server/people/photos.ts'
import { Statuses } from '../../src/server/people/statuses.ts'
import { RecordingFiles } from '../../src/server/recordings/recording-files.ts'
import { Recordings } from '../../src/server/recordings/recordings.ts'
import { Retention } from '../../src/server/recordings/retention.ts'
import { Routing } from '../../src/server/routing/routing.ts'
import type { Leg, Pbx, PbxEvents, PbxFaults } from '../../src/server/telephony/pbx.ts'
import { memoryLog } from './log.ts'
import { Operator, type Pairing } from './operator.ts'

export const PEOPLE: Colleague[] = [
  { id: 'u101', name: 'Иванова Анна', department: 'Продажи', number: '101' },
  { id: 'u103', name: 'Петров Семён', department: 'Сервис', number: '103' },
  { id: 'u199', name: 'Без Телефона', department: 'Склад', number: null },
]
export const BASE: Base = {
  id: 'crm',
  name: 'Учебная',
  urls: ['https://1c.example.ru/crm'],
  state: 'up',
  loadedAt: 1,
}

/** A PBX that does what the test says. */
export class TestPbx extends Emitter<PbxEvents> implements Pbx {
  link: 'up' | 'down' = 'up'
  faults: PbxFaults = { main: null, routing: null }
  readonly made: { callId: string; device: string; to: string; name: string }[] = []
  readonly cleared: string[] = []
  /** Names of the other commands to calls. */
  readonly controlled: string[] = []
  readonly here = new Map<string, boolean>()
  /** What happens when a call is to be made. */
  onMake: () => Promise<void> = async () => {}

  legs(): Leg[] {
    return []
  }
  async makeCall(wish: { callId: string; device: string; to: string; name: string }): Promise<void> {
    this.made.push(wish)
    await this.onMake()
  }
  async answer(): Promise<void> {}
  async fetch(): Promise<void> {}
  async clear(legId: string): Promise<void> {
    this.cleared.push(legId)
  }
  async hold(): Promise<void> {
    this.controlled.push('hold')
  }
  async retrieve(): Promise<void> {
    this.controlled.push('retrieve')
  }
  async consult(): Promise<void> {
    this.controlled.push('consult')
  }
  async transfer(): Promise<void> {
    this.controlled.push('transfer')
  }
  async alternate(): Promise<void> {
    this.controlled.push('alternate')
  }
  async reconnect(): Promise<void> {
    this.controlled.push('reconnect')
  }
  async conference(): Promise<void> {
    this.controlled.push('conference')
  }
  readonly conferences = true
  async singleStepTransfer(): Promise<void> {
    this.controlled.push('singleStepTransfer')
  }
  async generateDigits(): Promise<void> {
    this.controlled.push('generateDigits')
  }
  async setRecording(): Promise<void> {
    this.controlled.push('setRecording')
  }
  readonly undisturbed: string[] = []
  async setDoNotDisturb(device: string, on: boolean): Promise<void> {
    this.undisturbed.push(`${device} ${on ? 'on' : 'off'}`)
  }
  answerBy(): 'talk' {
    return 'talk'
  }
  phones(): Map<string, boolean> {
    return this.here
  }
  onRoute(): void {}
  start(): void {}
  async stop(): Promise<void> {}

  setLink(link: 'up' | 'down'): void {
    this.link = link
    this.emit('link', link)
  }
  /** Connected anew; these are all there are. */
  showLegs(legs: Leg[]): void {
    this.setLink('up')
    this.emit('picture', legs)
  }
  setFaults(faults: PbxFaults): void {
    this.faults = faults
    this.emit('faults', faults)
  }
  #ringing: { line: Leg; own: Leg } | null = null
  /** The last one that rang is answered. */
  answered(): void {
    if (!this.#ringing) throw new Error('nothing rings')
    for (const leg of [this.#ringing.line, this.#ringing.own]) this.emit('leg', { ...leg, state: 'up', bridgeId: 'b1' })
  }
  /** A client's call that rings at `device`; the id is its own leg's. Returns how it ends. */
  ring(device: string, from: string, id = `in-${from}`): (cause?: ReleaseCause) => void {
    const common = {
      callId: id,
      name: '',
      bridgeId: null,
      held: false,
      recording: 'none' as const,
      place: null,
      originated: false,
      createdAt: Date.now(),
    }
    const line: Leg = {
      ...common,
      id,
      device: null,
      state: 'dialing',
      number: from,
      connected: { number: device, name: '' },
    }
    const own: Leg = {
      ...common,
      id: `${id}-own`,
      device,
      state: 'ringing',
      number: device,
      connected: { number: from, name: 'Имя' },
    }
    this.emit('leg', line)
    this.emit('leg', own)
    this.#ringing = { line, own }
    return (cause = 'normal') => {
      this.emit('legEnded', own, cause)
      this.emit('legEnded', line, cause)
    }
  }
}

export class TestCustomers extends Emitter<CustomersEvents> implements Customers {
  list: Base[] = [BASE]
  known = new Map<string, Customer[]>()

  bases(): Base[] {
    return this.list
  }
  people(): Colleague[] {
    return []
  }
  identify(number: string): Customer[] | null {
    return this.known.get(number) ?? []
  }
  employee(_base: string, _number: string): Colleague | null {
    return null
  }
  async writeRoutes(): Promise<void> {}
  async search(): Promise<Customer[]> {
    return []
  }
  async details(): Promise<ClientDetails> {
    return { responsible: '', interests: [], interactions: [] }
  }
  services(): Services {
    return { types: [], departments: {} }
  }
  async articles(): Promise<Article[]> {
    return []
  }
  async register(): Promise<void> {}
  async registerCall(): Promise<void> {}
  /** The PBX's keys of calls that are in 1C; null = 1C does not answer. */
  documents: Set<string> | null = new Set()
  async phoneCall(bases: readonly string[], callId: string): Promise<{ base: string; link: string } | null> {
    if (this.documents === null) throw new Error('1C does not answer')
    const [base] = bases
    if (base === undefined || !this.documents.has(callId)) return null
    return { base, link: `e1cib/data/Документ.ТелефонныйЗвонок?ref=${callId}` }
  }
  link(): string | null {
    return null
  }
  start(): void {}
  async stop(): Promise<void> {}
  fault(): string | null {
    return null
  }
  missing: Absent[] = []
  lacks(): Absent[] {
    return this.missing
  }
  progress(): null {
    return null
  }
  /** As they were set last. */
  lengths: unknown = null
  setLengths(lengths: unknown): void {
    this.lengths = lengths
  }
  change(base: Base): void {
    this.list = [base]
    this.emit('base', base)
  }
}

export const MANAGER_TOKEN = 'a-token-for-tests-0123456789'

export type Border = Awaited<ReturnType<typeof openBorder>>

/** The border over real rooms, with only the PBX and 1C played by the test. */
export async function openBorder(
  limits: Partial<Limits> = {},
  trustedProxies: readonly string[] = [],
  tls?: Certificate,
  hsts = false,
) {
  const folder = await mkdtemp(join(tmpdir(), 'trubka-border-'))
  const log = memoryLog()
  const { logger } = log
  const pbx = new TestPbx()
  const customers = new TestCustomers()
  const ledger = await openLocalLedger(join(folder, 'ledger'), { logger })
  const routing = new Routing({
    ledger,
    folder: join(folder, 'routing'),
    dataFolder: folder,
    bases: [{ id: 'crm' }],
    settings: { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } },
    logger,
    saveAfterMs: 10,
  })
  await routing.start()
  const people = new Directory(join(folder, 'people.json'), { logger })
  people.update(PEOPLE)
  const photos = new Photos(join(folder, 'photos'), { logger, checkSeconds: 0.05 })
  photos.on('changed', (versions) => people.setPhotos(versions))
  await photos.start()
  const recordingsFolder = join(folder, 'recordings')
  const keep = keptInFolder(folder)
  const identity = await Identity.open(keep, ledger)
  const recordings = new Recordings({
    ledger,
    files: new RecordingFiles(recordingsFolder),
    listeners: { own: true, department: [], everything: ['103'] },
    people,
    supervises: (operator) => identity.operators.roleOf(operator) !== 'operator',
  })
  const retention = new Retention(recordingsFolder, { days: null, logger })
  const addressBooks = new AddressBooks({ ledger, path: join(folder, 'address-books.json'), logger })
  await addressBooks.start()
  const statuses = new Statuses(keep('statuses.json'), { logger })
  await statuses.load()
  const doNotDisturb = new DoNotDisturb({ pbx, statuses, people, kept: keep('do-not-disturb.json'), logger })
  await doNotDisturb.load()
  const identify = partyFinder({ people, customers })
  const calls = new Calls({ pbx, identify, logger })
  const tokens = new BaseTokens(ledger)
  await tokens.load()
  const outbox = { state: () => ({ owed: 2, aside: 0, since: null, fault: null, refusal: null }) }
  const acceptances = new Acceptances({
    ledger,
    path: join(folder, 'acceptances.json'),
    customers,
    owedId: owedRequestId,
    logger,
  })
  await acceptances.start()
  const store = new KeptEntries(keep('intakes.json'), { logger })
  const intakes = new Intakes({ calls, customers, people, acceptances, store, logger })
  const book = new Clerk(join(folder, 'journal.sqlite'), (why) => logger.warn(why))
  const journal = new Journal({ ledger, book, backups: join(folder, 'backups'), namesOf: namesOf(identify), logger })
  journal.start()
  const chat = new Chat({
    ledger,
    book: new ChatClerk(join(folder, 'chat.sqlite'), (why) => logger.warn(why)),
    keys: await ChatKeys.open(keep('chat-keys.json')),
    people,
    keepDays: null,
    logger,
  })
  chat.start()
  const typing = new Typing(200)
  const rooms = {
    pbx,
    calls,
    routing,
    customers,
    people,
    photos,
    addressBooks,
    recordings,
    statuses,
    doNotDisturb,
    intakes,
    acceptances,
    identity,
    tokens,
    outbox,
    journal,
    chat,
    typing,
    identify,
  }
  const values = routing.settings
  const sources = {
    enabled: 'default',
    lastDigits: 'file',
    internalLength: 'environment',
    chatKeepDays: 'file',
    recordingsKeepDays: 'default',
  } as const
  const settings = new LiveSettings(ledger, {
    values,
    sources,
    interactions: new Map([['crm', 3]]),
    keepDays: { chat: 730, recordings: 0 },
  })
  let now = Date.now()
  const needed = new Map<string, number>()
  const interactions = { setNeeded: (base: string, count: number) => needed.set(base, count) }
  const manager = new Manager({
    rooms: {
      ...rooms,
      interactions,
      retention,
      callRecords: { path: '/calls.csv', state: { lastAt: 1000, offset: 20, fault: 'no such file' } },
    },
    settings,
    ledger,
    version: '1.2.3',
    data: folder,
    trustedProxies,
    logger,
    now: () => now,
  })
  const gateway = new Gateway({
    host: '127.0.0.1',
    port: 0,
    rooms,
    version: '1.2.3',
    managerToken: MANAGER_TOKEN,
    logger,
    limits,
    ...(tls && { tls, hsts }),
    trustedProxies,
    pages: (request, response, path) => manager.handle(request, response, path),
    managerLink: (entrant) => manager.makeLink(entrant),
  })
  const { port } = await gateway.start()
  const url = `ws${tls ? 's' : ''}://127.0.0.1:${port}/ws`
  const code = async (id: string) => (await identity.makeCode(id)).code
  // Without a code: stretching one takes its time, by intent.
  const pairAs = async (id = 'u101'): Promise<Pairing> => {
    const { privateKey, publicKey } = await newKeyPair(false)
    const key = await publicKeyOf({ publicKey })
    const keyId = await thumbprint(key)
    await identity.operators.pair({ keyId, operator: id, key })
    const operator = people.byId(id) ?? PEOPLE.find((each) => each.id === id)
    if (!operator) throw new Error(`nobody is ${id}`)
    return { keyId, privateKey, serverKey: identity.publicKey, operator }
  }
  return {
    ...rooms,
    folder,
    log,
    ledger,
    gateway,
    managerLink: (entrant?: Parameters<typeof manager.makeLink>[0]) => manager.makeLink(entrant),
    settings,
    /** «Количество взаимодействий», as the manager page has set them. */
    needed,
    /** For the sessions of the manager page. */
    passes: (ms: number) => {
      now += ms
    },
    url,
    recordingsFolder,
    retention,
    http: `http${tls ? 's' : ''}://127.0.0.1:${port}`,
    code,
    pairAs,
    /** Paired, signed in and synchronised. */
    async operator(id = 'u101', pairing?: Pairing): Promise<Operator> {
      const operator = await Operator.signIn(url, pairing ?? (await pairAs(id)))
      await operator.sync()
      return operator
    },
    async close(): Promise<void> {
      await gateway.stop()
      await photos.stop()
      await doNotDisturb.stop()
      await statuses.stop()
      await intakes.stop()
      calls.stop()
      await acceptances.stop()
      await addressBooks.stop()
      typing.stop()
      await chat.stop()
      await journal.stop()
      await routing.stop()
      await people.flush()
      await ledger.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
