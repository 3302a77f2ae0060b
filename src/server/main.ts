import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import type { Logger } from 'pino'
import { version } from '../../package.json'
import { AddressBooks } from './address-books/address-books.ts'
import { factsOf } from './calls/call-facts.ts'
import { Calls } from './calls/calls.ts'
import { Recorder } from './calls/recorder.ts'
import { Talks } from './calls/talks.ts'
import { Witness } from './calls/witness.ts'
import type { Questions as ChatQuestions } from './chat/book.ts'
import { Chat } from './chat/chat.ts'
import { Clerk as ChatClerk } from './chat/clerk.ts'
import { ChatKeys } from './chat/keys.ts'
import { Typing } from './chat/typing.ts'
import { reachableHost } from './commands/address.ts'
import { HELP, readArguments, type Wish } from './commands/arguments.ts'
import type { Outcome } from './commands/ask.ts'
import { askForBackup } from './commands/backup.ts'
import { askForCode } from './commands/code.ts'
import { askForHealth } from './commands/health.ts'
import { askForLink } from './commands/link.ts'
import { setPassword } from './commands/password.ts'
import { askForToken, revokeToken } from './commands/token.ts'
import { readConfig } from './config/config.ts'
import { ConfigError } from './config/error.ts'
import type { Config } from './config/schema.ts'
import { listenFault, openFolder } from './config/usable.ts'
import { ODataCustomers } from './customers/odata/odata-customers.ts'
import { presetOf, UnknownName } from './customers/odata/presets/presets.ts'
import { errorCode } from './files.ts'
import { Gateway } from './gateway/gateway.ts'
import { BaseTokens } from './identity/base-tokens.ts'
import { Identity } from './identity/identity.ts'
import { keepManagerToken, newManagerToken } from './identity/manager-token.ts'
import { Acceptances } from './intake/acceptances.ts'
import { EntryFile } from './intake/entry-file.ts'
import { Intakes } from './intake/intakes.ts'
import type { Questions as JournalQuestions } from './journal/book.ts'
import { Clerk as JournalClerk } from './journal/clerk.ts'
import { Journal } from './journal/journal.ts'
import { openLocalLedger } from './ledger/local/local-ledger.ts'
import { openLog } from './log.ts'
import { Manager } from './manager/manager.ts'
import { LiveSettings } from './manager/settings.ts'
import { openOutbox } from './outbox.ts'
import { owedRequestId } from './owed/requests.ts'
import { namesOf, partyFinder } from './party.ts'
import { Directory } from './people/directory.ts'
import { DoNotDisturb } from './people/do-not-disturb.ts'
import { Photos } from './people/photos.ts'
import { Statuses } from './people/statuses.ts'
import { RecordingFiles } from './recordings/recording-files.ts'
import { Recordings } from './recordings/recordings.ts'
import { Retention } from './recordings/retention.ts'
import { Interactions } from './routing/interactions.ts'
import { Routing } from './routing/routing.ts'
import type { Askable } from './sqlite/book.ts'
import { serves, serveThread } from './sqlite/thread.ts'
import { ThreadBook } from './sqlite/thread-book.ts'
import { AsteriskPbx } from './telephony/asterisk/adapter.ts'
import { isInternal } from './telephony/asterisk/fields.ts'
import { CallRecords } from './telephony/asterisk/records/call-records.ts'
import type { CallTrace } from './telephony/trace.ts'

/** The files of SQLite that have a thread of their own. */
const FILES = {
  journal: serves<JournalQuestions>((path, warn) => new JournalClerk(path, warn)),
  chat: serves<ChatQuestions>((path, warn) => new ChatClerk(path, warn)),
}
/** Exit codes: 1 = something failed, 2 = the settings or the command line are wrong. */
const FAILED = 1
const WRONG = 2
/** An orderly stop that takes longer is not going to end. */
const STOP_WITHIN_MS = 10_000
/** Of the channels that are phones. */
const TECHNOLOGY = 'PJSIP'

/** What is to be undone at the end, the last first; also when the start fails half-way. */
class Undo {
  readonly #steps: (() => unknown)[] = []

  add(step: () => unknown): void {
    this.#steps.push(step)
  }

  async all(logger: Logger): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step()
      } catch (error) {
        logger.error({ err: error }, 'a part did not stop as it should')
      }
    }
  }
}

/** Wires the rooms; each stands on those before it. */
async function open(config: Config, logger: Logger, undo: Undo): Promise<{ host: string; port: number }> {
  const { data, listen, bases } = config
  const { enabled, lastDigits, internalLength: lengths, folder, checkFilesSeconds } = config.routing
  refuseUnknownNames(bases)
  await openFolder('data', data, 0o700)
  await openFolder('routing.folder', folder)
  const part = (name: string) => logger.child({ room: name })
  const script = new URL(import.meta.url)
  const fileBook = <Questions extends Askable>(kind: string) =>
    new ThreadBook<Questions>({ script, kind, path: join(data, `${kind}.sqlite`), logger: part(kind) })

  const ledger = await openLocalLedger(join(data, 'ledger'), { logger: part('ledger') })
  undo.add(() => ledger.close())

  const settings = new LiveSettings(ledger, {
    values: { enabled, lastDigits, internalLength: lengths },
    sources: config.sources,
    interactions: new Map(bases.map(({ id, interactionsToRoute }) => [id, interactionsToRoute])),
  })
  await settings.load()
  const routing = new Routing({
    ledger,
    folder,
    dataFolder: data,
    bases,
    settings: settings.current,
    checkSeconds: checkFilesSeconds,
    logger: part('routing'),
  })
  await routing.start()
  undo.add(() => routing.stop())

  const people = new Directory(join(data, 'people.json'), { logger: part('people') })
  await people.load()
  undo.add(() => people.flush())
  const photos = new Photos(join(data, 'photos'), { logger: part('people') })
  photos.on('changed', (versions) => people.setPhotos(versions))
  await photos.start()
  undo.add(() => photos.stop())
  const addressBooks = new AddressBooks({
    ledger,
    path: join(data, 'address-books.json'),
    logger: part('address-books'),
  })
  await addressBooks.start()
  undo.add(() => addressBooks.stop())
  const statuses = new Statuses(join(data, 'statuses.json'), { logger: part('people') })
  await statuses.load()
  undo.add(() => statuses.stop())
  const knownPeople = people.all
  const customers = new ODataCustomers({ bases, ...settings.current, knownPeople, logger: part('customers') })
  undo.add(() => customers.stop())
  customers.on('people', (list) => people.update(list))

  const outbox = openOutbox({
    ledger,
    data,
    bases,
    customers,
    routing,
    calls: {
      unknownTo: config.calls.unknownTo ?? bases.find(({ registerCalls }) => registerCalls !== 'off')?.id ?? null,
      recordingLink: config.calls.recordingLink ?? null,
    },
    logger: part('outbox'),
  })
  const acceptances = new Acceptances({
    ledger,
    path: join(data, 'acceptances.json'),
    customers,
    owedId: owedRequestId,
    logger: part('intake'),
  })
  await acceptances.start()
  undo.add(() => acceptances.stop())
  outbox.on('failed', (id, failure) => acceptances.failed(id, failure))
  await outbox.start()
  undo.add(() => outbox.stop())

  // As they stand at each moment: the manager page may change them.
  const internalLength = {
    get min() {
      return routing.settings.internalLength.min
    },
    get max() {
      return routing.settings.internalLength.max
    },
  }
  const pbx = new AsteriskPbx({ ...config.pbx, internalLength, technology: TECHNOLOGY }, part('telephony'))
  undo.add(() => pbx.stop())
  const doNotDisturb = new DoNotDisturb({
    pbx,
    statuses,
    people,
    path: join(data, 'do-not-disturb.json'),
    logger: part('people'),
  })
  await doNotDisturb.load()
  undo.add(() => doNotDisturb.stop())
  pbx.onRoute(({ number }) => {
    const target = routing.decide(number)
    return target !== null && doNotDisturb.isOn(target) ? null : target
  })

  const identify = partyFinder({ people, customers })
  const calls = new Calls({ pbx, identify, logger: part('calls') })
  undo.add(() => calls.stop())
  customers.on('base', () => calls.reidentify())
  people.on('changed', () => calls.reidentify())

  const interactions = new Interactions({
    ledger,
    path: join(data, 'interactions.json'),
    bases: bases.map(({ id }) => ({ id, interactionsToRoute: settings.interactionsOf(id) })),
    routing,
    logger: part('routing'),
  })
  await interactions.start()
  undo.add(() => interactions.stop())
  const talks = new Talks({
    ledger,
    lastDigits: () => routing.settings.lastDigits,
    employee: (base, number) => customers.employee(base, number)?.id ?? null,
    targetAfter: (call, base, key, user) => interactions.targetAfter(call, base, key, user),
    logger: part('calls'),
  })
  undo.add(() => talks.flush())
  calls.on('ended', (device, call) => talks.ended(device, call))

  const journal = new Journal({
    ledger,
    book: fileBook<JournalQuestions>('journal'),
    backups: join(data, 'backups'),
    namesOf: namesOf(identify),
    logger: part('journal'),
  })
  undo.add(() => journal.stop())
  journal.start()
  customers.on('base', () => journal.rename())
  people.on('changed', () => journal.rename())

  const chat = new Chat({
    ledger,
    book: fileBook<ChatQuestions>('chat'),
    keys: await ChatKeys.open(join(data, 'chat-keys.json')),
    people,
    keepDays: config.chat.keepDays ?? null,
    logger: part('chat'),
  })
  undo.add(() => chat.stop())
  chat.start()
  const typing = new Typing()
  undo.add(() => typing.stop())

  const recorder = new Recorder({
    ledger,
    path: join(data, 'calls.json'),
    bases,
    records: config.pbx.callRecords !== undefined,
    logger: part('calls'),
  })
  await recorder.start()
  undo.add(() => recorder.stop())
  const callOf = (trace: CallTrace) => factsOf(trace, (number) => isInternal(number, internalLength))
  const witness = new Witness({
    pbx,
    over: (trace) => {
      const call = callOf(trace)
      if (call !== null) recorder.seen(call)
    },
  })
  undo.add(() => witness.stop())
  const records =
    config.pbx.callRecords === undefined
      ? null
      : new CallRecords({
          path: config.pbx.callRecords,
          technology: TECHNOLOGY,
          internalLength,
          place: () => recorder.place,
          begin: (place) => recorder.begin(place),
          over: async (trace, place) => {
            const call = callOf(trace)
            if (call !== null) await recorder.told(call, place)
          },
          lives: (callId) => (pbx.link === 'up' ? pbx.legs().some((leg) => leg.callId === callId) : null),
          logger: part('telephony'),
        })
  undo.add(() => records?.stop())

  const store = new EntryFile(join(data, 'intakes.json'), { logger: part('intake') })
  const intakes = new Intakes({ calls, customers, people, acceptances, store, logger: part('intake') })
  await intakes.load()
  undo.add(() => intakes.stop())

  const { folder: recordingsFolder, keepDays, ...listeners } = config.recordings
  const recordings = new Recordings({
    ledger,
    files: recordingsFolder === undefined ? null : new RecordingFiles(recordingsFolder),
    listeners,
    people,
  })

  if (recordingsFolder !== undefined && keepDays !== undefined) {
    const retention = new Retention(recordingsFolder, { days: keepDays, logger: part('recordings') })
    retention.start()
    undo.add(() => retention.stop())
  }

  const identity = await Identity.open(data, ledger)
  const managerToken = newManagerToken()
  const tokens = new BaseTokens(ledger)
  await tokens.load()
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
  const manager = new Manager({
    rooms: { ...rooms, interactions, callRecords: records },
    settings,
    ledger,
    version,
    data,
    trustedProxies: listen.trustedProxies,
    logger: part('manager'),
  })
  const gateway = new Gateway({
    ...listen,
    rooms,
    version,
    managerToken,
    logger: part('gateway'),
    pages: (request, response, path) => manager.handle(request, response, path),
    managerLink: () => manager.makeLink(),
  })
  undo.add(() => gateway.stop())
  const address = await gateway.start()
  await keepManagerToken(data, managerToken)

  customers.start()
  pbx.start()
  records?.start()
  return address
}

/** @throws ConfigError */
function refuseUnknownNames(bases: Config['bases']): void {
  for (const [i, { preset, names }] of bases.entries()) {
    try {
      presetOf(preset, names)
    } catch (error) {
      if (error instanceof UnknownName) throw new ConfigError(`bases.${i}.names.${error.path}`, error.message)
      throw error
    }
  }
}

async function serve(config: Config): Promise<void> {
  const logger = openLog(config.log)
  const undo = new Undo()
  let stopping = false
  const stop = async (exitCode: number) => {
    // Asked twice: somebody is in a hurry.
    if (stopping) process.exit(exitCode || FAILED)
    stopping = true
    setTimeout(() => process.exit(FAILED), STOP_WITHIN_MS).unref()
    await undo.all(logger)
    logger.info('stopped')
    process.exit(exitCode)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      logger.info({ signal }, 'stopping')
      void stop(0)
    })
  }
  // Nobody knows what state we are in now; whoever watches over us starts us anew.
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught')
    process.exit(FAILED)
  })
  try {
    const { host, port } = await open(config, logger, undo)
    const at = `${reachableHost(host)}:${port}`
    logger.info({ host, port, version }, 'listening')
    process.stdout.write(`${JSON.stringify({ ready: true, url: `ws://${at}/ws`, http: `http://${at}` })}\n`)
  } catch (error) {
    const wrong = error instanceof ConfigError ? error : listenFault(error, config)
    if (!wrong) logger.fatal({ err: error }, 'cannot start')
    console.error(`trubka: ${wrong?.message ?? faultOf(error, config)}`)
    await stop(wrong ? WRONG : FAILED)
  }
}

function faultOf(error: unknown, { listen }: Config): string {
  if (errorCode(error) === 'EADDRINUSE') return `listen.port: ${listen.port} is in use by another program`
  return error instanceof Error ? error.message : String(error)
}

async function main(): Promise<void> {
  const wish = readArguments(process.argv.slice(2))
  if (wish.command === 'help') process.stdout.write(HELP)
  else if (wish.command === 'wrong') {
    console.error(`trubka: ${wish.why}; --help shows what there is`)
    process.exitCode = WRONG
  } else if (wish.command === 'serve') await serve(await readConfig(wish.config))
  else {
    const { ok, text } = await runCommand(wish, await readConfig(wish.config))
    if (ok) console.log(text)
    else console.error(`trubka: ${text}`)
    process.exitCode = ok ? 0 : FAILED
  }
}

function runCommand(wish: Exclude<Wish, { command: 'serve' | 'help' | 'wrong' }>, config: Config): Promise<Outcome> {
  switch (wish.command) {
    case 'code':
      return askForCode(config, wish.number)
    case 'token':
      return askForToken(config, wish)
    case 'revoke':
      return revokeToken(config, wish.id)
    case 'health':
      return askForHealth(config)
    case 'backup':
      return askForBackup(config)
    case 'link':
      return askForLink(config)
    case 'password':
      return setPassword(config)
  }
}

try {
  // The threads of files are started from this same program.
  if (isMainThread) await main()
  else serveThread(FILES)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  console.error(`trubka: ${error.message}`)
  process.exit(WRONG)
}
