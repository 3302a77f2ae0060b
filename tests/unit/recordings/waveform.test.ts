import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { waveformOf } from '../../../src/server/recordings/waveform.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waveform-'))
})
afterEach(() => rm(folder, { recursive: true }))

type Form = { format?: number; channels?: number; rate?: number; bits?: number; length?: number; before?: Buffer }
/** A WAV file as recorders write it. */
function wav(data: Buffer, { format = 1, channels = 1, rate = 8000, bits = 16, length, before }: Form = {}): Buffer {
  const head = Buffer.alloc(36)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(format, 20)
  head.writeUInt16LE(channels, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE((rate * channels * bits) / 8, 28)
  head.writeUInt16LE((channels * bits) / 8, 32)
  head.writeUInt16LE(bits, 34)
  const chunk = Buffer.alloc(8)
  chunk.write('data', 0, 'latin1')
  chunk.writeUInt32LE(length ?? data.length, 4)
  return Buffer.concat([head, before ?? Buffer.alloc(0), chunk, data])
}
const linear = (...samples: number[]) => {
  const data = Buffer.alloc(samples.length * 2)
  for (const [at, sample] of samples.entries()) data.writeInt16LE(sample, at * 2)
  return data
}
const of = async (bytes: Buffer, pieces = 4) => {
  await writeFile(join(folder, 'a.wav'), bytes)
  return waveformOf(join(folder, 'a.wav'), pieces)
}

describe('how loud a recording is', () => {
  test('in each of its pieces, and how long altogether', async () => {
    const samples = Array.from({ length: 80_000 }, (_, at) => (at < 40_000 ? 0 : at < 60_000 ? -16_384 : 8192))
    expect(await of(wav(linear(...samples)))).toEqual({ seconds: 10, peaks: [0, 0, 0.5, 0.25] })
  })

  test('of two channels the louder counts', async () => {
    expect(await of(wav(linear(0, 16_384, 0, 0, 0, 0, -32_768, 0), { channels: 2 }))).toEqual({
      seconds: 4 / 8000,
      peaks: [0.5, 0, 0, 1],
    })
  })

  // Each codeword is the loudest, the softest, and one between (ITU-T G.711).
  test.each([
    ['A-law', 6, [0xaa, 0x55, 0x2a, 0xd5], [0.984, 0, 0.984, 0]],
    ['μ-law', 7, [0x80, 0xff, 0x00, 0x7f], [0.98, 0, 0.98, 0]],
  ])('%s', async (_name, format, codes, peaks) => {
    expect((await of(wav(Buffer.from(codes), { format, bits: 8 })))?.peaks).toEqual(peaks)
  })

  test('other chunks may stand before the sound', async () => {
    const list = Buffer.from('LIST\x05\x00\x00\x00INFOx\x00', 'latin1')
    expect((await of(wav(linear(0, 16_384), { before: list }), 2))?.peaks).toEqual([0, 0.5])
  })

  test.each([0, 0xffff_ffff])(
    'a recorder that was killed has left no length (%i): all that is there counts',
    async (length) => {
      expect((await of(wav(linear(16_384, 0), { length }), 2))?.peaks).toEqual([0.5, 0])
    },
  )

  test('of few samples there are no more pieces', async () => {
    expect((await of(wav(linear(16_384, 0)), 100))?.peaks).toEqual([0.5, 0])
    expect(await of(wav(Buffer.alloc(0)))).toEqual({ seconds: 0, peaks: [] })
  })

  test.each([
    ['MP3', Buffer.from([0xff, 0xfb, 0x90, 0x00])],
    ['GSM in WAV', wav(Buffer.alloc(65), { format: 49, bits: 0 })],
    ['no channels', wav(linear(1), { channels: 0 })],
    ['cut off', wav(linear(1)).subarray(0, 30)],
    ['nothing', Buffer.alloc(0)],
  ])('of %s nothing is said', async (_what, bytes) => {
    expect(await of(bytes)).toBeNull()
  })
})
