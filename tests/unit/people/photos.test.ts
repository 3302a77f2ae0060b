import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Image, imageIn } from '../../../src/server/people/image.ts'
import { type Border, openBorder } from '../../support/border.ts'
import type { Operator } from '../../support/operator.ts'

let border: Border
let operator: Operator
beforeEach(async () => {
  border = await openBorder()
  operator = await border.operator()
  await mkdir(join(border.folder, 'photos'))
})
afterEach(async () => {
  await operator.close()
  await border.close()
})

const SOON = { timeout: 20_000, interval: 20 }
const put = (name: string, bytes: Buffer | string) => writeFile(join(border.folder, 'photos', name), bytes)
const ask = (number = '103') => operator.ask('people.photo', { number })
const photoOf = (number = '103') => border.people.byNumber(number)?.photo
const icon = (size = 48) => readFile(`icons/icon-${size}.png`)
const complaints = () => border.log.text().split('not taken for a photo').length - 1

/** The first bytes of a PNG of this size. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const size = Buffer.alloc(8)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  return Buffer.concat([bytes, size])
}

describe('a photo of an employee', () => {
  test('is told of once it lies in the folder, and given to who asks', async () => {
    expect(await ask()).toBeNull()
    await put('103.png', await icon())
    await expect.poll(() => photoOf(), SOON).toMatch(/^[0-9a-f]{16}$/)
    expect(await ask()).toEqual({ type: 'image/png', data: (await icon()).toString('base64') })
  })

  test('that is replaced has another name, and one that is removed is gone', async () => {
    await put('103.png', await icon())
    await expect.poll(() => photoOf(), SOON).toBeDefined()
    const before = photoOf()
    await put('103.png', await icon(32))
    await expect.poll(() => photoOf(), SOON).not.toBe(before)
    await rm(join(border.folder, 'photos', '103.png'))
    await expect.poll(() => photoOf(), SOON).toBeUndefined()
    expect(await ask()).toBeNull()
  })

  test('is known by its first bytes, whatever its name says', async () => {
    await put('103.jpg', await icon())
    await expect.poll(() => photoOf(), SOON).toBeDefined()
    expect(await ask()).toMatchObject({ type: 'image/png' })
  })

  test.each([
    ['a page', '103.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['more than 100 KB', '103.png', Buffer.concat([png(100, 100), Buffer.alloc(101 * 1024)])],
    ['a picture of a million pixels each way', '103.png', png(1_000_000, 1_000_000)],
    ['a picture without pixels', '103.png', png(0, 0)],
    ['half a header', '103.webp', Buffer.from('RIFF\0\0\0\0WEBPVP8X')],
    ['nothing at all', '103.jpg', ''],
  ])('%s is none; the administrator is told once', async (_, name, bytes) => {
    await put(name, bytes)
    await expect.poll(complaints, SOON).toBe(1)
    // It has been looked at again.
    await put('101.png', await icon())
    await expect.poll(() => photoOf('101'), SOON).toBeDefined()
    expect(complaints()).toBe(1)
    expect(photoOf()).toBeUndefined()
    expect(await ask()).toBeNull()
  })

  test('that was changed into something else since is not given out', async () => {
    await put('103.png', await icon())
    await expect.poll(() => photoOf(), SOON).toBeDefined()
    await put('103.png', '<html>')
    expect(await ask()).toBeNull()
  })

  test.each(['../people', '..', '103/..', '%2e', ''])('of «%s» cannot be asked for', async (number) => {
    await expect(ask(number)).rejects.toMatchObject({ code: 'invalidParams' })
  })

  test('is not kept with what 1C told', async () => {
    await put('103.png', await icon())
    await expect.poll(() => photoOf(), SOON).toBeDefined()
    border.people.update([...border.people.all].slice(0, 2))
    await border.people.flush()
    expect(await readFile(join(border.folder, 'people.json'), 'utf8')).not.toContain('photo')
    expect(photoOf()).toBeDefined()
  })
})

describe('the first bytes', () => {
  const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
  const riff = (chunk: string, more: string) =>
    Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${chunk}\0\0\0\0`), hex(more)])
  test.each<[string, Buffer, Image]>([
    ['PNG', png(40, 30), { type: 'image/png', width: 40, height: 30 }],
    [
      'JPEG with a segment before its frame',
      hex('ffd8 ffe0 0004 0000 ff ffc2 0011 08 001e 0028 03'),
      { type: 'image/jpeg', width: 40, height: 30 },
    ],
    ['lossy WebP', riff('VP8 ', '000000 9d012a 2800 1e00'), { type: 'image/webp', width: 40, height: 30 }],
    ['lossless WebP', riff('VP8L', '2f 27400700'), { type: 'image/webp', width: 40, height: 30 }],
    ['extended WebP', riff('VP8X', '00000000 270000 1d0000'), { type: 'image/webp', width: 40, height: 30 }],
  ])('of a %s say its size', (_, bytes, image) => {
    expect(imageIn(bytes)).toEqual(image)
  })

  test('cut anywhere say nothing, and never fail', async () => {
    const whole = await icon()
    for (let length = 0; length < 24; length += 1) expect(imageIn(whole.subarray(0, length))).toBeNull()
    expect(imageIn(hex('ffd8 ffe0 ffff'))).toBeNull()
    expect(imageIn(hex('ffd8 ffda 0002'))).toBeNull()
  })
})
