import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RecordingFiles } from '../../../src/server/recordings/recording-files.ts'
import { RecordingLinks } from '../../../src/server/recordings/recording-links.ts'
import { Administrator } from '../../support/administrator.ts'
import { type Border, openBorder } from '../../support/border.ts'
import { rawSocket } from '../../support/raw-socket.ts'

const SECRET = 'nobody may read this'
let border: Border
beforeEach(async () => {
  border = await openBorder()
  await mkdir(border.recordingsFolder, { recursive: true })
  await writeFile(join(border.recordingsFolder, 'a.wav'), 'a sound')
  // Beside the folder, with a sound's name: only the folder's edge protects it.
  await writeFile(join(border.folder, 'secret.wav'), SECRET)
  await mkdir(join(border.folder, 'recordings-of-others'))
  await writeFile(join(border.folder, 'recordings-of-others', 'secret.wav'), SECRET)
})
afterEach(() => border.close())

const UP = fc.constantFrom('..', '../', '..\\', '....//', '%2e%2e/', '..%2f', '..;/', '\u0000', '/', '//', '')
const hostilePath = fc
  .tuple(fc.array(UP, { maxLength: 8 }), fc.constantFrom('secret.wav', 'recordings-of-others/secret.wav', 'a.wav'))
  .map(([ups, name]) => `${ups.join('/')}/${name}`)

describe('the name of a recording, as the PBX was made to say it,', () => {
  test('leads out of the folder by no dots, slashes and zeros', async () => {
    const files = new RecordingFiles(border.recordingsFolder)
    await fc.assert(
      fc.asyncProperty(hostilePath, async (name) => {
        const found = await files.find({ callId: 'none', name, startedAt: 1 }).catch(() => null)
        if (found) expect(found.path).toMatch(/recordings[\\/]a\.wav$/)
      }),
    )
  })

  test('nor does the key of a call', async () => {
    const files = new RecordingFiles(border.recordingsFolder)
    await fc.assert(
      fc.asyncProperty(hostilePath, async (callId) => {
        expect(await files.find({ callId, name: null, startedAt: 1 }).catch(() => null)).toBeNull()
      }),
    )
  })

  test.skipIf(process.platform === 'win32')('nor by a link that lies in the folder', async () => {
    await symlink(join(border.folder, 'secret.wav'), join(border.recordingsFolder, 'link.wav'))
    await symlink(border.folder, join(border.recordingsFolder, 'up'))
    const files = new RecordingFiles(border.recordingsFolder)
    for (const name of ['link.wav', 'up/secret.wav'])
      expect(await files.find({ callId: 'none', name, startedAt: 1 })).toBeNull()
  })
})

describe('the link to a recording', () => {
  test('that somebody made, or changed, leads nowhere', async () => {
    const { token } = new RecordingLinks().make(join(border.folder, 'secret.wav'))
    const [content = '', signature = ''] = token.split('.')
    for (const forged of [
      token,
      `${content}.`,
      `.${signature}`,
      content,
      `${content}.${signature}.${signature}`,
      '..',
      '',
    ])
      expect((await fetch(`${border.http}/recordings/${forged}`)).status).toBe(404)
  })

  test('of any other form is no link', async () => {
    await fc.assert(
      fc.asyncProperty(hostilePath, async (path) => {
        const { socket, closed, heard } = await rawSocket(border.http)
        // No client would send such a path as it is.
        const line = `/recordings/${path}`.replace(/[\0-\x20]/g, '%00')
        socket.write(`GET ${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
        await closed
        expect(heard()).not.toContain(SECRET)
        expect(heard()).toMatch(/^HTTP\/1\.1 40/)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the manager page', () => {
  test('has its own files and no other', async () => {
    await fc.assert(
      fc.asyncProperty(hostilePath, async (path) => {
        const { socket, closed, heard } = await rawSocket(border.http)
        socket.write(
          `GET /manager/${path.replace(/[\0-\x20]/g, '%00')} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
        )
        await closed
        expect(heard()).not.toContain(SECRET)
        expect(heard()).toMatch(/^HTTP\/1\.1 (401|404)/)
      }),
      { numRuns: 40 },
    )
  })

  test('gives out the files of bases that there are, by name', async () => {
    const administrator = new Administrator(border.http)
    await administrator.signIn({ link: border.managerLink().code })
    for (const base of ['../people', '../../etc/passwd', 'crm/../../people', '__proto__', '', 'crm\u0000'])
      expect((await administrator.get(`export?base=${encodeURIComponent(base)}`)).status).toBe(404)
  })
})

test('a photo is asked for by digits alone', async () => {
  const anna = await border.operator()
  for (const number of ['../people', '101/../../people', '1'.repeat(10), ''])
    await expect(anna.ask('people.photo', { number })).rejects.toMatchObject({ code: 'invalidParams' })
})
