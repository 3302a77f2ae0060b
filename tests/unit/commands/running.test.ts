import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, type ServerOptions, startServer } from '../../../stand/cti-server.ts'
import { bundle } from '../../support/child.ts'
import { Line, Operator, pair } from '../../support/operator.ts'

let program: string
let removeProgram = async () => {}
const running: RunningServer[] = []
const start = async (options: ServerOptions = {}): Promise<RunningServer> => {
  const server = await startServer({ program, ...options })
  running.push(server)
  return server
}

beforeAll(async () => {
  const built = await bundle('src/server/main.ts')
  program = built.file
  removeProgram = built.close
}, 180_000)
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})
afterAll(() => removeProgram())

const run = (args: string[], environment: NodeJS.ProcessEnv = {}, input = '') =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, ...environment }, timeout: 60_000 },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
    child.stdin?.end(input)
  })

const LONG = 120_000

describe('the server', () => {
  test('says where it is, how it goes, and ends when asked to', { timeout: LONG }, async () => {
    const server = await start()
    expect(await (await fetch(`${server.http}/health`)).json()).toEqual({ ok: false })
    const { code, out } = await run(['health', '--config', server.configFile])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      pbx: 'down',
      pbxFault: 'notConnected',
      routing: 'notAsked',
      routingFault: 'notConnected',
      bases: [],
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    })
    const line = await Line.open(server.url)
    await server.stop()
    expect(server.exitCode()).toBe(0)
    expect(await line.closed).toMatchObject({ code: 1001 })
    expect(server.log()).toContain('"msg":"stopped"')
  })

  test('copies the journal of calls while it runs', { timeout: LONG }, async () => {
    const server = await start()
    const { code, out } = await run(['backup', '--config', server.configFile])
    expect(code).toBe(0)
    const db = new Database(out.trim(), { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.prepare('SELECT count(*) FROM calls').pluck().get()).toBe(0)
    db.close()
    expect((await stat(dirname(out.trim()))).mode & 0o777).toBe(0o700)
  })

  test('is the same one after kill -9: same port, same key, another token', { timeout: LONG }, async () => {
    const server = await start()
    const files = ['server-key.json', 'manager.token'].map((name) => join(server.dataFolder, name))
    const read = () => Promise.all(files.map((file) => readFile(file, 'utf8')))
    const [key, token] = await read()
    await server.kill()
    await server.restart()
    const [keyAgain, tokenAgain] = await read()
    expect(keyAgain).toBe(key)
    expect(tokenAgain).not.toBe(token)
    for (const file of files) expect((await stat(file)).mode & 0o777).toBe(0o600)
    ;(await Line.open(server.url)).close()
  })

  test('a second one on the same data does not start, and leaves the first its token', { timeout: LONG }, async () => {
    const server = await start()
    const token = await readFile(join(server.dataFolder, 'manager.token'), 'utf8')
    const { code, err } = await run(['--config', server.configFile], { TRUBKA_LISTEN__PORT: '0' })
    expect(code).toBe(1)
    expect(err.trim().split('\n').at(-1)).not.toContain('    at ')
    expect(await readFile(join(server.dataFolder, 'manager.token'), 'utf8')).toBe(token)
  })

  test('a port that is taken is named', { timeout: LONG }, async () => {
    const server = await start()
    const { code, err } = await run(['--config', server.configFile], { TRUBKA_DATA: './other' })
    expect(code).toBe(1)
    expect(err).toMatch(/^trubka: listen\.port: \d+ is in use by another program$/m)
  })

  test.each([
    ['TRUBKA_LISTEN__HOST', 'no-such-machine.invalid', 'listen.host: no machine is called no-such-machine.invalid; '],
    ['TRUBKA_LISTEN__HOST', '192.0.2.1', 'listen.host: 192.0.2.1 is no address of this machine; '],
    ['TRUBKA_DATA', './trubka.json', 'data: /.*/trubka.json cannot be used as a folder: a file is there; '],
    ['TRUBKA_DATA', './trubka.json/data', 'data: /.* cannot be used as a folder: a file is in the way; '],
    ['TRUBKA_DATA', '/proc/nowhere/data', 'data: /.* cannot be used as a folder: it cannot be made there; '],
    ['TRUBKA_ROUTING__FOLDER', './trubka.json', 'routing.folder: /.* cannot be used as a folder: a file is there; '],
  ])('%s=%s stops the start with one line that names it', { timeout: LONG }, async (name, value, line) => {
    const folder = await mkdtemp(join(tmpdir(), 'trubka-wrong-'))
    const file = join(folder, 'trubka.json')
    const pbx = { port: 9, user: 'a', secret: 'b', routeUser: 'c', routeSecret: 'd' }
    await writeFile(file, JSON.stringify({ listen: { port: 0 }, log: { level: 'error' }, pbx }))
    const { code, err, out } = await run(['--config', file], { [name]: value })
    expect([code, out, err]).toEqual([2, '', expect.stringMatching(new RegExp(`^trubka: ${line}[^\n]+\n$`))])
    await rm(folder, { recursive: true })
  })

  test('held still and let go, it is there as before', { timeout: LONG }, async () => {
    const server = await start()
    const line = await Line.open(server.url)
    server.freeze()
    const asked = line.askAnything('session.ping', {}, 10_000)
    server.thaw()
    expect(await asked).toEqual({})
    line.close()
  })

  test('writes no secret to its log', { timeout: LONG }, async () => {
    const ami = {
      host: '127.0.0.1',
      port: 9,
      user: 'trubka',
      secret: 'qwe-secret',
      routeUser: 'r',
      routeSecret: 'asd-secret',
    }
    const server = await start({ ami })
    await expect.poll(() => server.log(), { timeout: 60_000 }).toContain('AMI')
    expect(server.log()).not.toMatch(/qwe-secret|asd-secret/)
  })
})

describe('the command line', () => {
  test('helps', async () => {
    const { code, out } = await run(['--help'])
    expect(code).toBe(0)
    expect(out).toContain('code 101')
  })

  test.each([
    [['fly']],
    [['--fly']],
    [['code']],
    [['code', '10x']],
    [['code', '101', '102']],
    [['token']],
    [['token', 'crm', 'name', 'more']],
    [['revoke', 'crm']],
    [['password', 'on-the-command-line']],
  ])('%j is not understood, which takes one line', async (args) => {
    const { code, err } = await run(args)
    expect([code, err.trim().split('\n')]).toEqual([2, [expect.stringMatching(/^trubka: .*--help/)]])
  })

  test('a wrong setting stops the start with one line that names it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trubka-wrong-'))
    const file = join(folder, 'trubka.json')
    await writeFile(file, JSON.stringify({ pbx: { user: 'a', secret: 'b', routeUser: 'c', routeSecret: 'd' } }))
    const { code, err, out } = await run(['--config', file], { TRUBKA_PBX__PORT: 'abc' })
    expect([code, out, err]).toEqual([
      2,
      '',
      'trubka: pbx.port: must be a whole number from 1 to 65535, such as 5038; is "abc"\n',
    ])
    await rm(folder, { recursive: true })
  })

  test('asks for a code where no server runs: says so', { timeout: LONG }, async () => {
    const server = await start()
    await server.kill()
    const { code, err } = await run(['code', '101', '--config', server.configFile])
    expect([code, err]).toEqual([1, expect.stringMatching(/^trubka: the server is not running here/)])
  })

  test('asks for a code of nobody: says so', { timeout: LONG }, async () => {
    const server = await start()
    const { code, err } = await run(['code', '101', '--config', server.configFile])
    expect([code, err]).toEqual([1, 'trubka: nobody in 1C has the internal number 101\n'])
  })

  test('sets the password of the manager page, and opens it by a link', { timeout: LONG }, async () => {
    const server = await start()
    const config = ['--config', server.configFile]
    const signIn = async (wish: object) => {
      const headers = { origin: server.http, 'content-type': 'application/json' }
      const body = JSON.stringify(wish)
      return (await fetch(`${server.http}/manager/api/sign-in`, { method: 'POST', headers, body })).status
    }
    expect(await run(['password', ...config], {}, 'short\n')).toMatchObject({
      code: 1,
      err: 'trubka: a password of at least 10 characters, please\n',
    })
    expect(await run(['password', ...config], {}, 'пароль из десяти\n')).toMatchObject({ code: 0 })
    expect(await signIn({ password: 'пароль из десяти' })).toBe(200)
    expect(await signIn({ password: 'пароль из девяти' })).toBe(403)
    const { out } = await run(['link', ...config])
    const link = /^http:\S+\/manager\/#link=([\w-]{43})\n/.exec(out)?.[1]
    expect(await signIn({ link })).toBe(200)
    expect(await signIn({ link })).toBe(403)
  })

  test('makes a token that survives a restart, and ends it', { timeout: LONG }, async () => {
    const url = 'http://127.0.0.1:9/торговля'
    const server = await start({
      bases: [{ id: 'торговля', name: 'УТ', urls: [url], odata: { url, user: 'u', password: '' } }],
    })
    const config = ['--config', server.configFile]
    expect(await run(['token', 'elsewhere', ...config])).toMatchObject({
      code: 1,
      err: 'trubka: there is no base «elsewhere» in the settings\n',
    })
    const { out } = await run(['token', 'торговля', 'Обмен', ...config])
    const printed =
      /^(trubka_[\w-]{43})\nfor торговля, shown this once; POST (http:\S+)\nto revoke it: revoke ([0-9a-f]{12})\n$/
    const [, token = '', address = '', id = ''] = printed.exec(out) ?? []
    const write = async (line: string, key: string) => {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': key }
      const response = await fetch(address, { method: 'POST', headers, body: line })
      return [response.status, await response.json()]
    }
    expect(await write('9035677876=103', 'one')).toEqual([200, { written: 1, ignored: [] }])
    expect(await write('9035677876=101', 'two')).toEqual([200, { written: 1, ignored: [] }])
    await server.kill()
    await server.restart()
    // Done once, before the restart; what came after it stays.
    expect(await write('9035677876=103', 'one')).toEqual([200, { written: 1, ignored: [] }])
    expect(await write('9035677876=105', 'one')).toMatchObject([409, { error: 'keyUsed' }])
    const file = () => readFile(server.roustable('торговля'), 'utf8').catch(() => '')
    await expect.poll(file, { timeout: 60_000 }).toMatch(/^9035677876=101\n# trubka \d+\n$/)

    expect(await run(['revoke', id, ...config])).toMatchObject({ code: 0 })
    expect(await write('9035677876=103', 'three')).toMatchObject([401, { error: 'unauthorized' }])
    expect(await run(['revoke', id, ...config])).toMatchObject({ code: 1, err: expect.stringContaining('no token') })
    expect(server.log()).not.toContain(token.slice(7))
  })

  test('prints a code with which the operator pairs, and is known after a restart', { timeout: LONG }, async () => {
    // As if 1C had told of the people once, and were away now.
    const away = createServer((_, response) => response.writeHead(503).end())
    await new Promise<void>((done) => away.listen(0, '127.0.0.1', done))
    const address = away.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const url = `http://127.0.0.1:${port}/crm`
    const server = await start({
      bases: [{ id: 'crm', name: 'crm', urls: [url], odata: { url, user: 'u', password: '' } }],
    })
    await server.stop()
    const people = [{ id: 'u101', name: 'Иванова \u001b[31mАнна', department: '', number: '101' }]
    await writeFile(join(server.dataFolder, 'people.json'), JSON.stringify({ version: 1, people }))
    await server.restart()

    const { code, out } = await run(['code', '101', '--config', server.configFile])
    expect(code).toBe(0)
    const printed =
      /^([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\nfor Иванова \[31mАнна \(101\); good for 15 minutes, once\n$/
    const pairing = await pair(server.url, printed.exec(out)?.[1] ?? 'none')
    await server.kill()
    await server.restart()
    const operator = await Operator.signIn(server.url, pairing)
    await operator.sync()
    expect(operator.state).toMatchObject({ self: { id: 'u101', number: '101' }, pbx: 'down' })
    const dial = operator.ask('call.make', { commandId: randomUUID(), to: '100500' })
    await expect(dial).rejects.toMatchObject({ code: 'pbxDown' })
    const page = `${url}/ru/`
    const lines = ['9035677876=103']
    expect(await operator.ask('routing.write', { commandId: randomUUID(), page, lines })).toEqual({
      written: 1,
      refused: [],
    })
    await expect
      .poll(() => readFile(server.roustable(), 'utf8').catch(() => ''), { timeout: 60_000 })
      .toContain(lines[0])
    await operator.close()
    away.close()
  })
})
