import { open } from 'node:fs/promises'
import type { Waveform } from '../../protocol/recording.ts'

type Sound = { coding: 'linear' | 'aLaw' | 'muLaw'; channels: number; rate: number; from: number; bytes: number }

const CHUNK = 64 * 1024
/** So many bytes of chunks before the sound itself are looked through. */
const MOST_BEFORE = 1024 * 1024

/**
 * The loudness of a WAV file (RIFF), 16-bit linear, A-law or μ-law (ITU-T G.711), as MixMonitor writes them; null for any
 * other file. Read in pieces, so that a long one holds up nobody.
 */
export async function waveformOf(path: string, pieces: number): Promise<Waveform | null> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const sound = await soundIn(async (at, length) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
      return buffer.subarray(0, bytesRead)
    }, size)
    if (!sound) return null
    const width = sound.coding === 'linear' ? 2 : 1
    const samples = Math.floor(sound.bytes / width)
    const peaks = new Array<number>(Math.min(pieces, samples)).fill(0)
    const buffer = Buffer.allocUnsafe(CHUNK)
    for (let at = 0; at < samples; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK, (samples - at) * width), sound.from + at * width)
      const read = Math.floor(bytesRead / width)
      if (read === 0) break
      for (let i = 0; i < read; i += 1) {
        const piece = Math.floor(((at + i) / samples) * peaks.length)
        const loud = loudness(sound.coding, buffer, i)
        if (loud > (peaks[piece] ?? 1)) peaks[piece] = loud
      }
      at += read
    }
    return {
      seconds: samples / sound.channels / sound.rate,
      peaks: peaks.map((peak) => Math.round(peak * 1000) / 1000),
    }
  } finally {
    await file.close()
  }
}

async function soundIn(read: (at: number, length: number) => Promise<Buffer>, size: number): Promise<Sound | null> {
  const head = await read(0, 12)
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') return null
  let form: Omit<Sound, 'from' | 'bytes'> | null = null
  for (let at = 12; at < Math.min(size, MOST_BEFORE); ) {
    const chunk = await read(at, 8)
    if (chunk.length < 8) return null
    const length = chunk.readUInt32LE(4)
    const name = chunk.toString('latin1', 0, 4)
    if (name === 'fmt ') form = formOf(await read(at + 8, 16))
    if (name === 'data') {
      // A recorder that was killed has left no length.
      const there = size - at - 8
      return form && { ...form, from: at + 8, bytes: length === 0 || length > there ? there : length }
    }
    at += 8 + length + (length % 2)
  }
  return null
}

function formOf(bytes: Buffer): Omit<Sound, 'from' | 'bytes'> | null {
  if (bytes.length < 16) return null
  const [format, channels, rate, bits] = [
    bytes.readUInt16LE(0),
    bytes.readUInt16LE(2),
    bytes.readUInt32LE(4),
    bytes.readUInt16LE(14),
  ]
  if (channels === 0 || rate === 0) return null
  if (format === 1 && bits === 16) return { coding: 'linear', channels, rate }
  if (format === 6 && bits === 8) return { coding: 'aLaw', channels, rate }
  if (format === 7 && bits === 8) return { coding: 'muLaw', channels, rate }
  return null
}

/** Of one sample, 0…1. */
function loudness(coding: Sound['coding'], buffer: Buffer, at: number): number {
  if (coding === 'linear') return Math.abs(buffer.readInt16LE(at * 2)) / 32768
  const byte = coding === 'aLaw' ? buffer.readUInt8(at) ^ 0x55 : ~buffer.readUInt8(at) & 0xff
  const exponent = (byte >> 4) & 7
  const mantissa = byte & 15
  if (coding === 'muLaw') return (((mantissa * 8 + 132) << exponent) - 132) / 32768
  return (exponent === 0 ? mantissa * 16 + 8 : (mantissa * 16 + 264) << (exponent - 1)) / 32768
}
