import type { IncomingMessage } from 'node:http'
import * as v from 'valibot'
import { type Answer, bearerOf, readBody, sameSecret } from '../http.ts'
import type { MadeCode } from '../identity/codes.ts'
import { COMMAND_LINE } from '../writers.ts'
import { health } from './health.ts'
import { everybodyIsKnown, type Rooms } from './rooms.ts'

const MAX_BODY = 1024

const CodeRequest = v.strictObject({ operator: v.pipe(v.string(), v.regex(/^\d{1,9}$/)) })
const TokenRequest = v.strictObject({
  base: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  name: v.pipe(v.string(), v.maxLength(100)),
})
const RevokeRequest = v.strictObject({ token: v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)) })
const Nothing = v.strictObject({})

export type CodeAnswer = MadeCode & { operator: { name: string; number: string } }
export type CommandLineOptions = {
  rooms: Rooms
  version: string
  managerToken: string
  /** Makes a link that opens the manager page once. */
  managerLink?: () => { code: string; expiresAt: number }
}

/** What the server's own commands ask of it while it runs; let in by the token that lies in its data folder. */
export class CommandLine {
  readonly #o: CommandLineOptions

  constructor(options: CommandLineOptions) {
    this.#o = options
  }

  /** null = the path is none of ours. */
  async answer(request: IncomingMessage, path: string): Promise<Answer | null> {
    const run = request.method === 'POST' ? this.#commands[path] : undefined
    if (!run) return null
    // A web page must not even try; the command line sends no Origin.
    if (request.headers.origin !== undefined || !sameSecret(bearerOf(request), this.#o.managerToken))
      return refuse(401, 'unauthorized')
    return run((await readBody(request, MAX_BODY)).toString('utf8'))
  }

  readonly #commands: Readonly<Record<string, (body: string) => Promise<Answer>>> = {
    '/manager/codes': async (body) => {
      const wish = read(CodeRequest, body)
      if (!wish) return refuse(400, 'invalidRequest')
      const { people, identity } = this.#o.rooms
      const number = wish.operator
      const [colleague, ...others] = people.all.filter((each) => each.number === number)
      if (others.length > 0) return refuse(409, 'sharedNumber')
      if (!colleague) return everybodyIsKnown(this.#o.rooms) ? refuse(404, 'noSuchOperator') : refuse(503, 'notLoaded')
      const made = await identity.makeCode(colleague.id)
      const answer: CodeAnswer = { ...made, operator: { name: colleague.name, number } }
      return { status: 200, body: answer }
    },
    '/manager/tokens': async (body) => {
      const wish = read(TokenRequest, body)
      if (!wish) return refuse(400, 'invalidRequest')
      const { customers, tokens } = this.#o.rooms
      if (!customers.bases().some(({ id }) => id === wish.base)) return refuse(404, 'unknownBase')
      return { status: 200, body: await tokens.make({ ...wish, by: COMMAND_LINE, from: '' }) }
    },
    '/manager/tokens/revoke': async (body) => {
      const wish = read(RevokeRequest, body)
      if (!wish) return refuse(400, 'invalidRequest')
      const revoked = await this.#o.rooms.tokens.revoke(wish.token, { by: COMMAND_LINE, from: '' })
      return revoked ? { status: 200, body: {} } : refuse(404, 'noSuchToken')
    },
    '/manager/backups': async (body) => {
      if (!read(Nothing, body)) return refuse(400, 'invalidRequest')
      return { status: 200, body: { path: await this.#o.rooms.journal.backup() } }
    },
    '/manager/health': async (body) => {
      if (!read(Nothing, body)) return refuse(400, 'invalidRequest')
      return { status: 200, body: health(this.#o.rooms, this.#o.version) }
    },
    '/manager/links': async (body) => {
      if (!read(Nothing, body)) return refuse(400, 'invalidRequest')
      const link = this.#o.managerLink?.()
      return link ? { status: 200, body: link } : refuse(404, 'notFound')
    },
  }
}

const refuse = (status: number, error: string): Answer => ({ status, body: { error } })

function read<S extends v.GenericSchema>(schema: S, body: string): v.InferOutput<S> | null {
  try {
    const result = v.safeParse(schema, JSON.parse(body))
    return result.success ? result.output : null
  } catch {
    return null
  }
}
