import { type Logger, pino } from 'pino'
import { ConfigError } from './config/error.ts'

/** Wherever an object with one of these is logged, by design or by accident. */
const SECRETS = ['secret', 'routeSecret', 'password', 'token', 'authorization', 'mac', 'signature']
const STDERR = 2

/** Structured lines to standard error; standard output is for the one line that says «ready». */
export function openLog({ level, pretty }: { level: string; pretty: boolean }): Logger {
  const options = { level, redact: SECRETS.flatMap((name) => [`*.${name}`, `*.*.${name}`, name]) }
  if (!pretty) return pino(options, pino.destination({ dest: STDERR, sync: true }))
  try {
    return pino({ ...options, transport: { target: 'pino-pretty', options: { destination: STDERR } } })
  } catch {
    throw new ConfigError('log.pretty', 'needs the package pino-pretty: npm install pino-pretty')
  }
}
