import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../../src/server/commands/cert.ts'
import { checkConfig } from '../../../src/server/config/config.ts'
import {
  authorityFiles,
  certifiable,
  endOf,
  issue,
  renewIfDue,
  serverFiles,
} from '../../../src/server/tls/certificate-files.ts'

const DAY_MS = 86_400_000
let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'trubka-tls-'))
})
afterEach(() => rm(data, { recursive: true, force: true }))

const read = async (path: string) => new X509Certificate(await readFile(path))

describe('the server’s own certificate', () => {
  test('is for the names and addresses asked for, by an authority of its own, for thirteen months', async () => {
    const now = Date.now()
    const issued = await issue(data, ['phone.company.ru', '10.0.0.5', 'fd00::5'], now)
    expect(issued).toMatchObject({ names: ['phone.company.ru', '10.0.0.5', 'fd00::5'], newAuthority: true })
    const authority = await read(authorityFiles(data).certificate)
    const server = await read(serverFiles(data).certificate)
    expect([authority.ca, server.ca]).toEqual([true, false])
    expect([server.checkIssued(authority), server.verify(authority.publicKey)]).toEqual([true, true])
    expect(authority.verify(authority.publicKey)).toBe(true)
    expect(server.checkHost('phone.company.ru')).toBe('phone.company.ru')
    expect([server.checkIP('10.0.0.5'), server.checkIP('fd00::5')]).toEqual(['10.0.0.5', 'fd00::5'])
    expect([server.checkHost('evil.ru'), server.checkIP('10.0.0.6')]).toEqual([undefined, undefined])
    expect(Math.round((endOf(server.toString()) - now) / DAY_MS)).toBe(397)
    expect(Date.parse(server.validFrom)).toBeLessThan(now)
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  test.skipIf(process.platform === 'win32')('has keys that their owner alone may read', async () => {
    await issue(data, ['phone.company.ru'])
    for (const { key } of [authorityFiles(data), serverFiles(data)]) expect((await stat(key)).mode & 0o777).toBe(0o600)
  })

  test('is renewed by the same authority, for the names of before, with another key', async () => {
    await issue(data, ['phone.company.ru', '10.0.0.5'])
    const [authority, before] = [
      await readFile(authorityFiles(data).certificate),
      await read(serverFiles(data).certificate),
    ]
    expect(await issue(data, [])).toMatchObject({ names: ['phone.company.ru', '10.0.0.5'], newAuthority: false })
    const after = await read(serverFiles(data).certificate)
    expect(await readFile(authorityFiles(data).certificate)).toEqual(authority)
    expect(after.serialNumber).not.toBe(before.serialNumber)
    expect(after.publicKey.equals(before.publicKey)).toBe(false)
    expect(after.verify(new X509Certificate(authority).publicKey)).toBe(true)
  })

  test('renews itself in its last month, and not before; one that was not made here never', async () => {
    await issue(data, ['phone.company.ru'])
    const { serialNumber } = await read(serverFiles(data).certificate)
    expect(await renewIfDue(data, Date.now() + 360 * DAY_MS)).toBe(false)
    expect(await renewIfDue(data, Date.now() + 370 * DAY_MS)).toBe(true)
    expect((await read(serverFiles(data).certificate)).serialNumber).not.toBe(serialNumber)
    await rm(authorityFiles(data).key)
    expect(await renewIfDue(data, Date.now() + 2000 * DAY_MS)).toBe(false)
  })

  test('is for names that can be names', () => {
    expect(certifiable('Phone.Company.RU.')).toBe('phone.company.ru')
    expect(certifiable('пример.рф')).toBe('xn--e1afmkfd.xn--p1ai')
    expect(certifiable('10.0.0.5')).toBe('10.0.0.5')
    for (const wrong of ['', 'a b', '*', 'x/CN=y', 'user@host', 'https://x', 'a:1', '-x.ru', 'x\ny', '../x'])
      expect([wrong, certifiable(wrong)]).toEqual([wrong, null])
  })

  test('by the command: says what to put into the settings, and what it needs', async () => {
    const pbx = { user: 'u', secret: 'a-long-secret-1', routeUser: 'r', routeSecret: 'a-long-secret-2' }
    const config = checkConfig({ data, pbx }, data)
    expect(await makeCertificate(config, [])).toMatchObject({ ok: false, text: expect.stringContaining('which names') })
    expect(await makeCertificate(config, ['a b'])).toMatchObject({ ok: false })
    const made = await makeCertificate(config, ['phone.company.ru', 'phone.company.ru'])
    expect(made.ok).toBe(true)
    expect(made.text).toContain('"tls"')
    expect(made.text).toContain('a new authority')
    const again = await makeCertificate(
      { ...config, listen: { ...config.listen, tls: { ...serverFiles(data), hsts: false } } },
      [],
    )
    expect(again.text).toMatch(/^phone\.company\.ru: good until \d{4}-\d\d-\d\d$/)
  })
})
