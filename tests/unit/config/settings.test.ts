import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkConfig, readConfig } from '../../../src/server/config/config.ts'

const pbx = { user: 'trubka', secret: 's3cret-word', routeUser: 'trubkaroute', routeSecret: 'other-word' }
const base = {
  id: 'trade',
  name: 'Торговля',
  urls: ['https://1c.example.ru/trade/'],
  odata: { url: 'https://1c.example.ru/trade/odata/standard.odata', user: 'u', password: '' },
}
const lineOf = (settings: unknown, environment: NodeJS.ProcessEnv = {}): string => {
  try {
    checkConfig(settings, '/etc/trubka', environment)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return ''
}

describe('settings', () => {
  test('left out are their defaults, and paths begin at the file', () => {
    const config = checkConfig({ pbx, bases: [base] }, '/etc/trubka')
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 7070, trustedProxies: [] })
    expect(config.log).toEqual({ level: 'info', pretty: false })
    expect(config.data).toBe('/etc/trubka/data')
    expect(config.routing).toEqual({
      enabled: true,
      lastDigits: 10,
      internalLength: { min: 2, max: 5 },
      folder: '/etc/trubka/data/routing',
      checkFilesSeconds: 30,
    })
    expect(config.bases[0]).toMatchObject({ urls: ['https://1c.example.ru/trade'], refreshSeconds: 300 })
  })

  test('come from the environment over those of the file, whatever the case', () => {
    const environment = {
      TRUBKA_PBX__PORT: '5039',
      TRUBKA_PBX__ROUTE_SECRET: 'from-outside',
      TRUBKA_ROUTING__INTERNALLENGTH__MAX: '4',
      TRUBKA_ROUTING__ENABLED: 'false',
      TRUBKA_BASES__0__ODATA__PASSWORD: 'pw',
      UNRELATED: 'x',
    }
    const config = checkConfig({ pbx: { ...pbx, port: 5038 }, bases: [base] }, '/', environment)
    expect(config.pbx).toMatchObject({ port: 5039, routeSecret: 'from-outside', user: 'trubka' })
    expect(config.routing).toMatchObject({ enabled: false, internalLength: { min: 2, max: 4 } })
    expect(config.bases[0]?.odata.password).toBe('pw')
  })

  test.each([
    [{ pbx: { ...pbx, port: 'abc' } }, 'pbx.port: must be a whole number from 1 to 65535, such as 5038; is "abc"'],
    [
      { pbx, listen: { trustedProxies: ['proxy.example.ru'] } },
      'listen.trustedProxies.0: must be an IP address, such as "10.0.0.5"; is "proxy.example.ru"',
    ],
    [{ pbx: { ...pbx, port: 0 } }, 'pbx.port: must be a whole number from 1 to 65535, such as 5038; is 0'],
    [{ pbx: { ...pbx, prot: 1 } }, 'pbx.prot: there is no such setting; docs/configuration.md lists them all'],
    [
      { pbx: { ...pbx, host: 'tcp://10.0.0.5' } },
      'pbx.host: must be a host name or an IP address alone, without a scheme and a port, such as "127.0.0.1"; is "tcp://10.0.0.5"',
    ],
    [
      { pbx: { ...pbx, host: '10.0.0.5:5038' } },
      'pbx.host: must be a host name or an IP address alone, without a scheme and a port, such as "127.0.0.1"; is "10.0.0.5:5038"',
    ],
    [{ pbx: { ...pbx, routeUser: 'trubka' } }, 'pbx.routeUser: must be another login than pbx.user; both are "trubka"'],
    [
      { pbx, bases: [base, { ...base, id: 'Trade', urls: ['https://1c.example.ru/other'] }] },
      'bases.1.id: must be an id of its own, "Trade" is also bases.0.id',
    ],
    [
      { pbx, bases: [base, { ...base, id: 'other' }] },
      'bases.1.urls.0: must be an address of this base alone, "https://1c.example.ru/trade" is also bases.0.urls.0',
    ],
    [{ pbx: 'asterisk' }, 'pbx: must be a section in { }, is "asterisk"'],
    [{}, 'pbx: is missing; trubka.example.json shows it'],
    [[], 'pbx: is missing; trubka.example.json shows it'],
    [null, 'the settings: must be a section in { }, is null'],
    [{ pbx: { ...pbx, user: undefined } }, /^pbx\.user: .*such as "trubka"/],
    [{ pbx: { ...pbx, user: 'a\r\nAction: Command' } }, /^pbx\.user: must be text on one line/],
    [{ pbx, routing: { enabled: 'maybe' } }, 'routing.enabled: must be true or false; is "maybe"'],
    [{ pbx, routing: { internalLength: { min: 6 } } }, /^routing\.internalLength: min must not exceed max/],
    [{ pbx, bases: [{ ...base, id: '../up' }] }, /^bases\.0\.id: must be up to 40 letters/],
    [{ pbx, bases: [{ ...base, urls: ['ftp://x'] }] }, /^bases\.0\.urls\.0: must be an http or https address.*"ftp:/],
    [{ pbx, bases: [{ ...base, urls: [] }] }, /^bases\.0\.urls: must hold at least one address/],
    [{ pbx, bases: [{ ...base, thinClient: 'http://x' }] }, /^bases\.0\.thinClient: .*such as "e1c:\/\/server/],
    [{ pbx, log: { level: 'loud' } }, /^log\.level: must be one of silent, .*; is "loud"/],
  ])('%j are refused in one line that names the setting', (settings, line) => {
    const said = lineOf(settings)
    if (typeof line === 'string') expect(said).toBe(line)
    else expect(said).toMatch(line)
    expect(said).not.toContain('\n')
  })

  test('in the environment that do not exist are refused too', () => {
    expect(lineOf({ pbx }, { TRUBKA_PBX__PROT: '1' })).toMatch(/^TRUBKA_PBX__PROT: there is no such setting/)
    expect(lineOf({ pbx }, { TRUBKA___PROTO__: '1' })).toMatch(/no such setting/)
    expect(lineOf({ pbx }, { TRUBKA_BASES__7__NAME: 'x' })).toMatch(/TRUBKA_BASES__7__NAME: .*only 0 items/)
    expect(lineOf({ pbx }, { TRUBKA_PBX__PORT: 'abc' })).toMatch(/^pbx\.port: .*is "abc"$/)
  })

  test('that are secret are never shown', () => {
    expect(lineOf({ pbx: { ...pbx, secret: ['s3cret-word'] } })).toMatch(/^pbx\.secret: .*not shown$/)
    expect(lineOf({ pbx, bases: [{ ...base, odata: { ...base.odata, password: 77123 } }] })).not.toContain('77123')
  })
})

describe('the file of settings', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trubka-config-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('is read, with a byte order mark too', async () => {
    await writeFile(join(folder, 'trubka.json'), `\uFEFF${JSON.stringify({ pbx })}`)
    expect((await readConfig(join(folder, 'trubka.json'), {})).data).toBe(join(folder, 'data'))
  })

  test('that is not there is said so, with what to do', async () => {
    await expect(readConfig(join(folder, 'none.json'), {})).rejects.toThrow(/none\.json: there is no such file; copy/)
  })

  test('that is not JSON is said so, without a word of what stands in it', async () => {
    const path = join(folder, 'trubka.json')
    await writeFile(path, '{"pbx": {"secret": "s3cret-word" "user": 1}}')
    await expect(readConfig(path, {})).rejects.toThrow(/is not JSON/)
    await expect(readConfig(path, {})).rejects.not.toThrow(/s3cret/)
  })

  test('given as an example is right', async () => {
    const config = await readConfig('trubka.example.json', {})
    expect(config.bases[0]?.id).toBe('trade')
  })

  test('has every setting in the documentation', async () => {
    const documentation = await readFile('docs/configuration.md', 'utf8')
    const { ConfigSchema } = await import('../../../src/server/config/schema.ts')
    for (const [section, part] of Object.entries(ConfigSchema.entries)) {
      const inner = 'wrapped' in part ? part.wrapped : part
      const names = 'entries' in inner ? Object.keys(inner.entries).map((name) => `${section}.${name}`) : [section]
      for (const name of names) expect(documentation).toContain(`\`${name}`)
    }
  })
})
