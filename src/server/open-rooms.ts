import { join } from 'node:path'
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
import { ChatKeys } from './chat/keys.ts'
import { Typing } from './chat/typing.ts'
import { ConfigError } from './config/error.ts'
import type { Config } from './config/schema.ts'
import { openFolder, readCertificate } from './config/usable.ts'
import { ODataCustomers } from './customers/odata/odata-customers.ts'
import { presetOf, UnknownName } from './customers/odata/presets/presets.ts'
import { Gateway } from './gateway/gateway.ts'
import { Metrics } from './gateway/metrics.ts'
import { BaseTokens } from './identity/base-tokens.ts'
import { Identity } from './identity/identity.ts'
import { keepManagerToken, newManagerToken } from './identity/manager-token.ts'
import { Acceptances } from './intake/acceptances.ts'
import { Intakes } from './intake/intakes.ts'
import { KeptEntries } from './intake/kept-entries.ts'
import type { Questions as JournalQuestions } from './journal/book.ts'
import { Journal } from './journal/journal.ts'
import { Manager } from './manager/manager.ts'
import { LiveSettings } from './manager/settings.ts'
import { openStore } from './open-store.ts'
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
import { ThreadBook } from './sqlite/thread-book.ts'
import { AsteriskPbx } from './telephony/asterisk/adapter.ts'
import { isInternal } from './telephony/asterisk/fields.ts'
import { CallRecords } from './telephony/asterisk/records/call-records.ts'
import type { CallTrace } from './telephony/trace.ts'
import { watchCertificate } from './tls/watch-certificate.ts'
import type { Undo } from './undo.ts'

/** Of the channels that are phones. */
const TECHNOLOGY = 'PJSIP'

export type Opening = {
  config: Config
  logger: Logger
  undo: Undo
  /** Another server may do our work from now on. */
  lost: () => void
}

/** Opens the rooms, each on those before it, and the server's door. @throws ConfigError, or what the system says against it */
export async function openRooms({ config, logger, undo, lost }: Opening): Promise<{ host: string; port: number }> {
  const { data, listen, bases } = config
  const { enabled, lastDigits, internalLength: lengths, folder, checkFilesSeconds } = config.routing
  refuseUnknownNames(bases)
  await openFolder('data', data, 0o700)
  await openFolder('routing.folder', folder)
  const part = (name: string) => logger.child({ room: name })
  // The program is one file when it is built: main.ts, which also serves the threads.
  const script = new URL(import.meta.url)
  const fileBook = <Questions extends Askable>(kind: string) =>
    new ThreadBook<Questions>({ script, kind, path: join(data, `${kind}.sqlite`), logger: part(kind) })

  const { ledger, keep } = await openStore(config, part('ledger'), undo, lost)

  const settings = new LiveSettings(ledger, {
    values: { enabled, lastDigits, internalLength: lengths },
    sources: config.sources,
    interactions: new Map(bases.map(({ id, interactionsToRoute }) => [id, interactionsToRoute])),
    keepDays: {
      chat: config.chat.keepDays ?? 0,
      recordings: config.recordings.folder === undefined ? null : (config.recordings.keepDays ?? 0),
    },
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
  const statuses = new Statuses(keep('statuses.json'), { logger: part('people') })
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
    kept: keep('do-not-disturb.json'),
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
    keys: await ChatKeys.open(keep('chat-keys.json')),
    people,
    keepDays: settings.keepDaysOf('chat') || null,
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

  const store = new KeptEntries(keep('intakes.json'), { logger: part('intake') })
  const intakes = new Intakes({ calls, customers, people, acceptances, store, logger: part('intake') })
  await intakes.load()
  undo.add(() => intakes.stop())

  const { folder: recordingsFolder, keepDays: _, ...listeners } = config.recordings
  const identity = await Identity.open(keep, ledger)
  const recordings = new Recordings({
    ledger,
    files: recordingsFolder === undefined ? null : new RecordingFiles(recordingsFolder),
    listeners,
    people,
    supervises: (operator) => identity.operators.roleOf(operator) !== 'operator',
  })

  const retention =
    recordingsFolder === undefined
      ? null
      : new Retention(recordingsFolder, {
          days: settings.keepDaysOf('recordings') || null,
          logger: part('recordings'),
        })
  retention?.start()
  undo.add(() => retention?.stop())

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
    rooms: { ...rooms, interactions, retention, callRecords: records },
    settings,
    ledger,
    version,
    data,
    trustedProxies: listen.trustedProxies,
    logger: part('manager'),
  })
  const { token } = config.metrics
  const metrics =
    token === undefined
      ? null
      : new Metrics({ token, version, rooms: { pbx, customers, outbox }, visitors: () => gateway.visitors })
  const { tls: files, ...where } = listen
  const certificate = files && (await readCertificate(files))
  const gateway: Gateway = new Gateway({
    ...where,
    ...(certificate && { tls: certificate, hsts: files.hsts }),
    rooms,
    version,
    managerToken,
    logger: part('gateway'),
    pages: (request, response, path) =>
      metrics?.answer(request, response, path) === true || manager.handle(request, response, path),
    managerLink: (entrant) => manager.makeLink(entrant),
  })
  undo.add(() => gateway.stop())
  if (files && certificate) {
    const onChanged = (next: typeof certificate) => gateway.renew(next)
    undo.add(watchCertificate({ files, data, logger: part('tls'), onChanged }, certificate.cert))
  }
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
