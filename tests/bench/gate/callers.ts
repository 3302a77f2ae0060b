import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CALLER_SCENARIO } from './scenario.ts'

const execFileAsync = promisify(execFile)
const WITHIN_MS = 60_000
/** An own address, by which Asterisk knows the city line; the port is not the line's, so that both can be open. */
const AT = { host: '127.0.0.9', port: 25_070 }

export type CallersOptions = {
  sipp: readonly [string, ...string[]]
  pbx: { host: string; port: number }
  perSecond: number
}

/** sipp as many clients. */
export class Callers {
  readonly #o: CallersOptions

  constructor(options: CallersOptions) {
    this.#o = options
  }

  /** Each of `from` rings `to` once; milliseconds from INVITE to 180. Throws when a call fails. */
  async ring(to: string, from: readonly string[]): Promise<number[]> {
    const { sipp, pbx, perSecond } = this.#o
    const folder = await mkdtemp(join(tmpdir(), 'trubka-sipp-'))
    try {
      await writeFile(join(folder, 'caller.xml'), CALLER_SCENARIO)
      await writeFile(join(folder, 'callers.csv'), `SEQUENTIAL\n${from.map((number) => `${number};${to};\n`).join('')}`)
      const [command, ...before] = sipp
      const options = [
        ...['-sf', 'caller.xml', '-inf', 'callers.csv', '-i', AT.host, '-p', String(AT.port)],
        ...['-r', String(perSecond), '-m', String(from.length), '-timer_resol', '1'],
        ...['-trace_rtt', '-rtt_freq', '1', '-nostdin', '-recv_timeout', '10000', '-timeout', '50s'],
      ]
      await execFileAsync(command, [...before, ...options, `${pbx.host}:${pbx.port}`], {
        cwd: folder,
        timeout: WITHIN_MS,
        maxBuffer: 64 * 2 ** 20,
        env: { ...process.env, TERM: 'dumb' },
      })
      const name = (await readdir(folder)).find((each) => each.endsWith('_rtt.csv'))
      const lines = name === undefined ? [] : (await readFile(join(folder, name), 'utf8')).trim().split('\n').slice(1)
      return lines.map((line) => Number(line.split(';')[1]))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}
