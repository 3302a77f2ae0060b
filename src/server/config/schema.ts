import { basename } from 'node:path'
import * as v from 'valibot'
import {
  hostName,
  httpAddress,
  ipAddress,
  natsAddress,
  secret,
  text,
  thinClientAddress,
  timeZone,
  wholeNumber,
  yesOrNo,
} from './fields.ts'
import type { SettingSources } from './sources.ts'

/** All settings of the server; docs/configuration.md lists them. A missing section is its defaults. */

const port = (example: number, min = 1) => wholeNumber(min, 65_535, example)
const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

const PEM = 'must be the path of a PEM file, such as "./data/tls/server.pem"'
/** The server speaks TLS itself; both files are read again when they are others. */
const Tls = v.strictObject({
  certificate: v.pipe(v.string(PEM), v.minLength(1, PEM), v.maxLength(1000, PEM)),
  key: v.pipe(v.string(PEM), v.minLength(1, PEM), v.maxLength(1000, PEM)),
  /** Whether browsers are told to speak nothing but TLS to this name: on all its ports, those of others too (RFC 6797, 8.3). */
  hsts: v.optional(yesOrNo, false),
})

const Listen = v.strictObject({
  host: v.optional(hostName('127.0.0.1'), '127.0.0.1'),
  /** 0 = any free one. */
  port: v.optional(port(7070, 0), 7070),
  tls: v.optional(Tls),
  /** Reverse proxies: what they say about whom they ask for counts. */
  trustedProxies: v.optional(
    v.pipe(
      v.array(ipAddress('10.0.0.5'), 'must be a list of addresses, such as ["127.0.0.1"]'),
      v.maxLength(20, 'must hold at most 20 addresses'),
    ),
    [],
  ),
})

const Log = v.strictObject({
  level: v.optional(v.picklist(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`), 'info'),
  pretty: v.optional(yesOrNo, false),
})

const Pbx = v.strictObject({
  host: v.optional(hostName('127.0.0.1'), '127.0.0.1'),
  port: v.optional(port(5038), 5038),
  user: text('trubka'),
  secret: secret(),
  routeUser: text('trubkaroute'),
  routeSecret: secret(),
  /** Where a number dialled by click goes, as if the operator's phone had dialled it. */
  outboundContext: v.optional(text('from-internal'), 'from-internal'),
  /** The file in which the PBX itself records calls (asterisk/cel_trubka.conf), for calls that nobody saw. */
  callRecords: v.optional(text('/var/log/asterisk/cel-custom/trubka.csv')),
})

const RECORDING_LINK =
  'must be an address with {name} or {call} in it, such as "https://trubka.example.ru/tel?call=recording:{call}"'
const CallJournal = v.strictObject({
  /** The base that registers calls with numbers that no base knows. Without it, the first one. */
  unknownTo: v.optional(text('trade')),
  /** What leads to a call's recording. Without it, 1C is told the file's name alone. */
  recordingLink: v.optional(
    v.pipe(
      v.string(RECORDING_LINK),
      v.maxLength(1000, RECORDING_LINK),
      v.check((value) => /\{(name|call)\}/.test(value) && URL.canParse(value), RECORDING_LINK),
    ),
  ),
})

const NUMBERS = 'must be a list of internal numbers, such as ["101", "102"]'
const internalNumbers = v.optional(
  v.pipe(v.array(v.pipe(v.string(NUMBERS), v.regex(/^\d{1,9}$/, NUMBERS)), NUMBERS), v.maxLength(1000, NUMBERS)),
  [],
)
/** SPEC A10. */
const Recordings = v.strictObject({
  /** Where the PBX puts recordings; also one that is mounted. Without it, nobody can listen to any. */
  folder: v.optional(text('/var/spool/asterisk/monitor')),
  /** Whether everybody may listen to their own calls. */
  own: v.optional(yesOrNo, true),
  /** Older ones are removed from the folder. Without it, none ever is. */
  keepDays: v.optional(wholeNumber(1, 36_500, 365)),
  /** Who may listen to the calls of their department. */
  department: internalNumbers,
  /** Who may listen to all calls. */
  everything: internalNumbers,
})

/** SPEC A7. */
const ChatSettings = v.strictObject({
  /** Lines that were written before so many days go for good. Without it, none ever does. */
  keepDays: v.optional(wholeNumber(1, 36_500, 365)),
})

const TOKEN = 'must be a random word of 24 to 200 letters, digits, - or _'
const MetricsSettings = v.strictObject({
  /** Shown by whoever may read /metrics. Without it, nobody may. */
  token: v.optional(v.pipe(v.string(TOKEN), v.regex(/^[\w-]{24,200}$/, TOKEN))),
})

const InternalLength = v.pipe(
  v.strictObject({
    min: v.optional(wholeNumber(1, 9, 2), 2),
    max: v.optional(wholeNumber(1, 9, 5), 5),
  }),
  v.check(({ min, max }) => min <= max, 'min must not exceed max, such as {"min": 2, "max": 5}'),
)

const Routing = v.strictObject({
  enabled: v.optional(yesOrNo, true),
  lastDigits: v.optional(wholeNumber(3, 15, 10), 10),
  internalLength: v.optional(InternalLength, {}),
  /** Of the `*.roustable` files. Without it, `routing` in the data folder. */
  folder: v.optional(text('./routing')),
  checkFilesSeconds: v.optional(wholeNumber(1, 3600, 30), 30),
})

const STREAM = 'must be up to 40 Latin letters, digits, - or _, such as "trubka"'
/** The ledger on NATS JetStream, for several servers (DESIGN 6). Without it, it lies in the data folder. */
const Nats = v.strictObject({
  servers: v.pipe(
    v.array(natsAddress(), 'must be a list of addresses, such as ["nats://nats1.example.ru:4222"]'),
    v.minLength(1, 'must hold at least one address, such as ["nats://nats1.example.ru:4222"]'),
    v.maxLength(20, 'must hold at most 20 addresses'),
  ),
  user: v.optional(text('trubka')),
  password: v.optional(secret()),
  /** A file with the certificate of the authority that has signed NATS' own. */
  ca: v.optional(text('/etc/trubka/nats-ca.pem')),
  stream: v.optional(v.pipe(v.string(STREAM), v.regex(/^[A-Za-z0-9_-]{1,40}$/, STREAM)), 'trubka'),
  /** On so many nodes of NATS what is acknowledged lies. */
  replicas: v.optional(wholeNumber(1, 5, 3), 1),
})

const PRESETS = ['bsp', 'crm', 'unf', 'ut'] as const
const NAME = 'must be the name of a set or a property, such as "Document_CRM_Интерес", or empty for none'

/** The base's file is named after it, so it must be a file's name everywhere. */
const BASE_ID = 'must be up to 40 letters, digits, - or _, such as "trade"'
const Base = v.strictObject({
  id: v.pipe(
    v.string(BASE_ID),
    v.regex(/^[\p{L}\p{N}_-]{1,40}$/u, BASE_ID),
    v.check((id) => !/^(con|prn|aux|nul|com\d|lpt\d)$/i.test(id) && basename(id) === id, BASE_ID),
  ),
  name: text('Управление торговлей'),
  urls: v.pipe(
    v.array(httpAddress(), 'must be a list of addresses, such as ["https://1c.example.ru/trade"]'),
    v.minLength(1, 'must hold at least one address, such as ["https://1c.example.ru/trade"]'),
    v.maxLength(20, 'must hold at most 20 addresses'),
  ),
  /** Where the thin client finds it: cards are offered there, too. */
  thinClient: v.optional(thinClientAddress()),
  odata: v.strictObject({
    url: httpAddress('https://1c.example.ru/trade/odata/standard.odata'),
    user: text('trubka'),
    // 1C allows a user without a password.
    password: v.pipe(v.string('must be text'), v.maxLength(1000, 'must be at most 1000 characters long')),
  }),
  /** After so long what has changed is read. */
  refreshSeconds: v.optional(wholeNumber(1, 86_400, 300), 300),
  /** After so long all is read anew: what 1C tells no versions of, such as a number that was taken out of a register. */
  reloadHours: v.optional(wholeNumber(1, 720, 24), 24),
  /** What its objects are called in OData. */
  preset: v.optional(v.picklist(PRESETS, `must be one of ${PRESETS.join(', ')}`), 'bsp'),
  /** Single names of one's own, in place of the preset's. */
  names: v.optional(
    v.record(
      v.pipe(v.string(), v.maxLength(60, 'must be at most 60 characters long')),
      v.pipe(v.string(NAME), v.regex(/^([\p{L}_][\p{L}\p{N}_]{0,200})?$/u, NAME)),
      'must be names in { }, such as {"interests.topic": "Тема"}',
    ),
    {},
  ),
  /** Whether this base has the register «Номера телефонов для поиска», to be kept up to date with the rules. */
  phoneRegister: v.optional(yesOrNo, true),
  /** SPEC C9: after so many interactions with a client, the client's calls go to that user; 0 = never. */
  interactionsToRoute: v.optional(wholeNumber(0, 1000, 3), 0),
  /** SPEC A11: calls that become a «Телефонный звонок» in this base. */
  registerCalls: v.optional(v.picklist(['external', 'all', 'off'], 'must be external, all or off'), 'external'),
  /** 1C keeps times without a zone: whose they are. Without it, this machine's. */
  timeZone: v.optional(timeZone('Europe/Moscow')),
})

const Bases = v.pipe(v.array(Base, 'must be a list of bases in [ ]'), v.maxLength(100, 'must hold at most 100 bases'))

export const ConfigSchema = v.strictObject({
  listen: v.optional(Listen, {}),
  data: v.optional(text('./data'), './data'),
  log: v.optional(Log, {}),
  pbx: Pbx,
  nats: v.optional(Nats),
  routing: v.optional(Routing, {}),
  calls: v.optional(CallJournal, {}),
  recordings: v.optional(Recordings, {}),
  chat: v.optional(ChatSettings, {}),
  metrics: v.optional(MetricsSettings, {}),
  bases: v.optional(Bases, []),
})

/** As they are written: relative paths, no folder where none is given. */
export type Settings = v.InferOutput<typeof ConfigSchema>
/** Paths are absolute, addresses without a slash at their end. */
export type Config = Omit<Settings, 'routing'> & {
  routing: Settings['routing'] & { folder: string }
  sources: SettingSources
}
export type BaseConfig = Config['bases'][number]
