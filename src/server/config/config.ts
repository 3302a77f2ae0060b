import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import { errorCode } from '../files.ts'
import { refuseClashes } from './clashes.ts'
import { overrideFromEnvironment } from './environment.ts'
import { ConfigError } from './error.ts'
import { type Config, ConfigSchema } from './schema.ts'
import { settingSources } from './sources.ts'

export const DEFAULT_CONFIG = './trubka.json'

/** Reads and checks the settings. Throws `ConfigError` for the first thing that is wrong with them. */
export async function readConfig(path: string, environment: NodeJS.ProcessEnv = process.env): Promise<Config> {
  const file = resolve(path)
  return checkConfig(parse(path, await read(path, file)), dirname(file), environment)
}

/** `folder` is where relative paths begin. */
export function checkConfig(settings: unknown, folder: string, environment: NodeJS.ProcessEnv = {}): Config {
  const result = v.safeParse(ConfigSchema, overrideFromEnvironment(settings, ConfigSchema, environment))
  if (!result.success) throw faultOf(result.issues[0])
  refuseClashes(result.output)
  const { data, routing, pbx, nats, listen, ...rest } = result.output
  const { tls, ...where } = listen
  const { callRecords, ...login } = pbx
  const dataFolder = resolve(folder, data)
  const routingFolder = routing.folder === undefined ? resolve(dataFolder, 'routing') : resolve(folder, routing.folder)
  return {
    ...rest,
    listen: tls
      ? {
          ...where,
          tls: { ...tls, certificate: resolve(folder, tls.certificate), key: resolve(folder, tls.key) },
        }
      : where,
    pbx: callRecords === undefined ? login : { ...login, callRecords: resolve(folder, callRecords) },
    ...(nats && { nats: nats.ca === undefined ? nats : { ...nats, ca: resolve(folder, nats.ca) } }),
    data: dataFolder,
    routing: { ...routing, folder: routingFolder },
    sources: settingSources(settings, environment),
  }
}

async function read(path: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw new ConfigError(path, `cannot be read (${errorCode(error)})`)
    throw new ConfigError(path, 'there is no such file; copy trubka.example.json, or name the file with --config')
  }
}

function parse(path: string, text: string): unknown {
  try {
    // Windows editors put a byte order mark in front.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new ConfigError(path, `is not JSON: ${error instanceof Error ? withoutQuotes(error.message) : 'unreadable'}`)
  }
}

/** Node quotes the text around the fault, and that may be a password. */
function withoutQuotes(message: string): string {
  const at = /at position \d+(?: \(line \d+ column \d+\))?/.exec(message)?.[0]
  return at ? `something is missing or too much ${at}` : 'it ends too early, or something is missing'
}

function faultOf(issue: v.BaseIssue<unknown>): ConfigError {
  const path = issue.path?.map(({ key }) => String(key)).join('.') || 'the settings'
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return new ConfigError(path, 'there is no such setting; docs/configuration.md lists them all')
  if (issue.type === 'strict_object' && issue.received !== 'undefined')
    return new ConfigError(path, `must be a section in { }, is ${shown(path, issue.input)}`)
  if (issue.input === undefined) return new ConfigError(path, `is missing; ${exampleOf(issue)}`)
  return new ConfigError(path, `${issue.message}; is ${shown(path, issue.input)}`)
}

const exampleOf = (issue: v.BaseIssue<unknown>): string =>
  issue.type === 'strict_object' ? 'trubka.example.json shows it' : issue.message

function shown(path: string, value: unknown): string {
  if (/(secret|password|token)$/i.test(path))
    return `${value === null ? 'null' : `a ${typeof value}`} that is not shown`
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
