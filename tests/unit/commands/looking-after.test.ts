import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningServer, type ServerOptions, startServer } from '../../../stand/cti-server.ts'
import { bundle } from '../../support/child.ts'

const LONG = 180_000
const TOKEN = 'only-for-whoever-watches-it'
const AWAY = 'http://127.0.0.1:9/crm'
const BASE = { id: 'crm', name: 'crm', urls: [AWAY], odata: { url: AWAY, user: 'u', password: '' } }

let program: string
let removeProgram = async () => {}
const running: RunningServer[] = []
const start = async (options: ServerOptions = {}): Promise<RunningServer> => {
  const server = await startServer({ program, bases: [BASE], ...options })
  running.push(server)
  return server
}
beforeAll(async () => {
  const built = await bundle('src/server/main.ts')
  program = built.file
  removeProgram = built.close
}, LONG)
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})
afterAll(() => removeProgram())

const run = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, ...environment }, timeout: 120_000 },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    )
  })

describe('a copy of a server', () => {
  test('is taken while it runs; restored, it has its rules, its key and its tokens', { timeout: LONG }, async () => {
    const server = await start()
    const config = ['--config', server.configFile]
    const folder = join(server.configFile, '..', 'copies')
    const [token = ''] = (await run(['token', 'crm', 'Exchange', ...config])).out.split('\n')
    const write = (line: string, key: string) =>
      fetch(`${server.http}/api/bases/crm/rules`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain', 'idempotency-key': key },
        body: line,
      })
    const rules = () => readFile(server.roustable(), 'utf8').catch(() => '')
    expect((await write('9035677876=103', 'before')).status).toBe(200)
    await expect.poll(rules, { timeout: 60_000 }).toContain('9035677876=103')
    const key = await readFile(join(server.dataFolder, 'server-key.json'), 'utf8')

    const { code, out } = await run(['backup', folder, ...config])
    expect(code).toBe(0)
    // A server that has its data is not written over.
    expect(await run(['restore', out.trim(), ...config])).toMatchObject({
      code: 1,
      err: expect.stringContaining('move it'),
    })

    await server.stop()
    await rename(server.dataFolder, `${server.dataFolder}-lost`)
    expect(await run(['restore', out.trim(), ...config])).toMatchObject({ code: 0 })
    await server.restart()
    expect(await readFile(join(server.dataFolder, 'server-key.json'), 'utf8')).toBe(key)
    expect(await rules()).toContain('9035677876=103')
    expect((await write('9031112233=105', 'after')).status).toBe(200)
    await expect.poll(rules, { timeout: 60_000 }).toContain('9031112233=105')
    expect(await rules()).toContain('9035677876=103')
  })

  test('holds none of those before, and takes no place of files that are there', { timeout: LONG }, async () => {
    const server = await start()
    const config = ['--config', server.configFile]
    expect(await run(['backup', join(server.dataFolder, 'copies'), ...config])).toMatchObject({
      code: 1,
      err: expect.stringContaining('name another'),
    })
    expect((await run(['backup', ...config])).code).toBe(0)
    const { out } = await run(['backup', join(server.configFile, '..', 'copies'), ...config])
    expect(await readFile(join(out.trim(), 'backup.json'), 'utf8')).not.toContain('backups/')
    await server.stop()
    await rm(server.dataFolder, { recursive: true })
    await mkdir(server.dataFolder)
    await writeFile(join(server.dataFolder, 'server-key.json'), '{}')
    expect(await run(['restore', out.trim(), ...config])).toMatchObject({
      code: 1,
      err: expect.stringContaining('server-key.json is there already'),
    })
    expect(await readdir(server.dataFolder)).toEqual(['server-key.json'])
  })

  test('that is damaged is not put in place', { timeout: LONG }, async () => {
    const server = await start()
    const config = ['--config', server.configFile]
    const { out } = await run(['backup', join(server.configFile, '..', 'copies'), ...config])
    await server.stop()
    await rm(server.dataFolder, { recursive: true })
    await writeFile(join(out.trim(), 'server-key.json'), '{}')
    expect(await run(['restore', out.trim(), ...config])).toMatchObject({
      code: 1,
      err: expect.stringContaining('server-key.json is damaged'),
    })
    await expect(readFile(join(server.dataFolder, 'server-key.json'))).rejects.toThrow('ENOENT')
  })
})

describe('the doctor', () => {
  test('says what is wrong and what to do, in the language of the system', { timeout: LONG }, async () => {
    const server = await start()
    const config = ['--config', server.configFile]
    const ru = await run(['doctor', ...config], { LC_ALL: 'ru_RU.UTF-8' })
    expect(ru.code).toBe(1)
    expect(ru.out).toMatch(/^ОШИБКА {4}pbx\.user: АТС не отвечает на 127\.0\.0\.1:9\. Проверьте pbx\.host/m)
    expect(ru.out).toMatch(/^ОШИБКА {4}bases: crm: 1С не отвечает: /m)
    expect(ru.out).toMatch(/^хорошо {4}listen: сервер работает на 127\.0\.0\.1:\d+$/m)
    const en = await run(['doctor', ...config], { LC_ALL: 'C.UTF-8' })
    expect(en.out).toContain('The PBX does not answer at 127.0.0.1:9.')
    expect(en.out).not.toMatch(/[а-яё]/i)
  })
})

describe('what Prometheus reads', () => {
  test('is for whoever shows the token, and tells no names', { timeout: LONG }, async () => {
    const server = await start({ environment: { TRUBKA_METRICS__TOKEN: TOKEN } })
    const ask = (token: string) => fetch(`${server.http}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    expect((await fetch(`${server.http}/metrics`)).status).toBe(401)
    expect((await ask('another-word-of-24-letters')).status).toBe(401)
    const text = await (await ask(TOKEN)).text()
    expect(text).toMatch(/^trubka_pbx_up 0$/m)
    expect(text).toMatch(/^trubka_base_up\{base="crm"\} 0$/m)
    expect(text).toMatch(/^trubka_operators 0$/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(await (await fetch(`${server.http}/health/live`)).json()).toEqual({ ok: true })
  })

  test('is there for nobody where no token is set', { timeout: LONG }, async () => {
    const server = await start()
    expect((await fetch(`${server.http}/metrics`)).status).toBe(404)
  })
})
