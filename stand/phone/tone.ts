/** G.711 A-law, 8000 samples a second. */
export const RATE = 8000
/** 20 ms. */
export const FRAME = 160
const AMPLITUDE = 6000
/** Heard when it is this strong; speech and clicks spread their strength over many tones. */
const THRESHOLD = 1500

const DECODED = Int16Array.from({ length: 256 }, (_, byte) => decode(byte))

/**
 * Every frequency here fits a whole number of times into a frame, so that a lost frame leaves no seam in the tone.
 * Twenty phones in a row differ; the city line, which has no number, has a tone of its own.
 */
export const toneOf = (number: string): number => (/^\d+$/.test(number) ? 500 + (Number(number) % 20) * 50 : 400)

/** What the stand's Asterisk plays as music on hold; no phone has this tone. */
export const MUSIC_HERTZ = 1600

/** A second of a tone as signed linear 16-bit samples: the format `sln` of Asterisk. */
export function linearTone(hertz: number): Buffer {
  const sound = Buffer.alloc(RATE * 2)
  for (let at = 0; at < RATE; at++)
    sound.writeInt16LE(Math.round(AMPLITUDE * Math.sin((2 * Math.PI * hertz * at) / RATE)), at * 2)
  return sound
}

/** One frame of a tone, encoded. */
export function toneFrame(hertz: number): Buffer {
  const frame = Buffer.alloc(FRAME)
  for (let at = 0; at < FRAME; at++) frame[at] = encode(AMPLITUDE * Math.sin((2 * Math.PI * hertz * at) / RATE))
  return frame
}

/** Which of `candidates` sound in the A-law bytes, by Goertzel's algorithm. */
export function tonesIn(bytes: Uint8Array, candidates: readonly number[]): number[] {
  return candidates.filter((hertz) => strength(bytes, hertz) > THRESHOLD)
}

/** The amplitude of one frequency, in the units of linear 16-bit samples. */
function strength(bytes: Uint8Array, hertz: number): number {
  if (bytes.length === 0) return 0
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / RATE)
  let last = 0
  let before = 0
  for (const byte of bytes) {
    const next = (DECODED[byte] ?? 0) + factor * last - before
    before = last
    last = next
  }
  const power = last * last + before * before - factor * last * before
  return (2 * Math.sqrt(Math.max(0, power))) / bytes.length
}

/** ITU-T G.711, table 1a: sign, 3 bits of segment, 4 of place within it; even bits inverted. */
function encode(sample: number): number {
  const size = Math.min(4095, Math.floor(Math.abs(sample) / 8))
  const segment = size < 32 ? 0 : Math.floor(Math.log2(size)) - 4
  const place = segment === 0 ? size >> 1 : (size >> segment) & 0x0f
  return ((sample >= 0 ? 0x80 : 0) | (segment << 4) | place) ^ 0x55
}

function decode(byte: number): number {
  const bits = byte ^ 0x55
  const segment = (bits >> 4) & 0x07
  const place = bits & 0x0f
  const size = segment === 0 ? place * 2 + 1 : (place * 2 + 33) << (segment - 1)
  return (bits & 0x80 ? 8 : -8) * size
}
