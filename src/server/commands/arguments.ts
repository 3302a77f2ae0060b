import { parseArgs } from 'node:util'
import { DEFAULT_CONFIG } from '../config/config.ts'

export type Wish =
  | { command: 'serve'; config: string }
  | { command: 'code'; config: string; number: string }
  | { command: 'help' }
  | { command: 'wrong'; why: string }

export const HELP = `Trubka, the CTI server

  node dist/server/main.js [--config trubka.json]             serves until SIGTERM or Ctrl+C
  node dist/server/main.js code 101 [--config trubka.json]    a pairing code for the operator with internal number 101
  node dist/server/main.js --help

--config names the file with the settings (default ${DEFAULT_CONFIG}); docs/configuration.md lists them.
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
    if (values.help) return { command: 'help' }
    const { config } = values
    const [command = 'serve', number, ...rest] = positionals
    if (rest.length > 0) return wrong(`too many words: ${rest.join(' ')}`)
    if (command === 'serve' && number === undefined) return { command, config }
    if (command !== 'code') return wrong(`there is no command «${positionals.join(' ')}»`)
    if (number === undefined || !/^\d{1,9}$/.test(number))
      return wrong('code needs an internal number, such as: code 101')
    return { command, config, number }
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

const wrong = (why: string): Wish => ({ command: 'wrong', why: why.replace(/\s+/g, ' ') })
