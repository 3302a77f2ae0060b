import { parseArgs } from 'node:util'
import { DEFAULT_CONFIG } from '../config/config.ts'

export type Wish =
  | { command: 'serve'; config: string }
  | { command: 'code'; config: string; number: string }
  | { command: 'token'; config: string; base: string; name: string }
  | { command: 'revoke'; config: string; id: string }
  | { command: 'move-ledger'; config: string; to: 'nats' | 'disk' }
  | { command: 'password' | 'link' | 'health' | 'doctor'; config: string }
  | { command: 'backup'; config: string; folder: string | null }
  | { command: 'restore'; config: string; folder: string }
  | { command: 'cert'; config: string; names: string[] }
  | { command: 'help' }
  | { command: 'wrong'; why: string }

export const HELP = `Trubka, the CTI server

  node dist/server/main.js [--config trubka.json]     serves until SIGTERM or Ctrl+C
  node dist/server/main.js code 101                   a pairing code for the operator with internal number 101
  node dist/server/main.js password                   sets the password of the manager page, /manager/
  node dist/server/main.js link                       a link that opens the manager page once, without a password
  node dist/server/main.js token trade "Exchange"     a token with which programs of the base trade write rules
  node dist/server/main.js revoke 0123456789ab        ends a token
  node dist/server/main.js cert phone.company.ru      makes or renews the server's own certificate, for these names
  node dist/server/main.js health                     how PBX, routing and bases are
  node dist/server/main.js doctor                     looks over settings, PBX, 1C, files and clock, and says what to do
  node dist/server/main.js backup                     copies the journal of calls while the server runs
  node dist/server/main.js move-ledger nats           copies the ledger from the data folder to NATS; back: move-ledger disk
  node dist/server/main.js backup FOLDER              copies all that the server needs into a new folder there
  node dist/server/main.js restore FOLDER             puts such a copy into the data folder, which must be empty
  node dist/server/main.js --help

All take --config, which names the file with the settings (default ${DEFAULT_CONFIG}); docs/configuration.md lists them.
Each can be given in the environment as well: TRUBKA_PBX__PORT=5038 is pbx.port.
`

/** What the command line asks for. */
export function readArguments(args: string[]): Wish {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { config: { type: 'string', default: DEFAULT_CONFIG }, help: { type: 'boolean', short: 'h' } },
    })
    return values.help ? { command: 'help' } : wishOf(values.config, positionals)
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

function wishOf(config: string, [command = 'serve', ...words]: string[]): Wish {
  const [first, second] = words
  const tooMany = (allowed: number) => (words.length > allowed ? wrong(`too many words: ${words.join(' ')}`) : null)
  switch (command) {
    case 'serve':
    case 'password':
    case 'link':
    case 'health':
    case 'doctor':
      return tooMany(0) ?? { command, config }
    case 'backup':
      return tooMany(1) ?? { command, config, folder: first ?? null }
    case 'restore':
      if (first === undefined) return wrong('restore needs the folder of a copy, such as: restore trubka-2026-11-27T')
      return tooMany(1) ?? { command, config, folder: first }
    case 'code':
      if (first === undefined || !/^\d{1,9}$/.test(first))
        return wrong('code needs an internal number, such as: code 101')
      return tooMany(1) ?? { command, config, number: first }
    case 'cert':
      return { command, config, names: words }
    case 'token':
      if (first === undefined) return wrong('token needs the id of a base, such as: token trade')
      return tooMany(2) ?? { command, config, base: first, name: second ?? '' }
    case 'revoke':
      if (first === undefined || !/^[0-9a-f]{12}$/.test(first))
        return wrong('revoke needs the id of a token, such as: revoke 0123456789ab')
      return tooMany(1) ?? { command, config, id: first }
    case 'move-ledger':
      if (first !== 'nats' && first !== 'disk')
        return wrong('move-ledger needs where to: move-ledger nats, or move-ledger disk')
      return tooMany(1) ?? { command, config, to: first }
    default:
      return wrong(`there is no command «${[command, ...words].join(' ')}»`)
  }
}

const wrong = (why: string): Wish => ({ command: 'wrong', why: why.replace(/\s+/g, ' ') })
