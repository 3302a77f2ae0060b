import type { Tone } from '../protocol/preferences.ts'

/** Generated, so that there is no file. Times in seconds. */
type Pattern = { hz: number[]; beats: number[]; beat: number; period: number; wave: OscillatorType }

/** Each is told apart from any desk phone, and from the others. */
const PATTERNS: Record<Tone, Pattern> = {
  double: { hz: [660, 880], beats: [0, 0.45], beat: 0.3, period: 3, wave: 'sine' },
  soft: { hz: [392, 494], beats: [0], beat: 0.9, period: 4, wave: 'sine' },
  bright: { hz: [1319, 1760], beats: [0, 0.15, 0.3, 0.45], beat: 0.1, period: 2, wave: 'triangle' },
}
/** An endless ring could outlive whoever was to stop it. */
const LONGEST_MS = 120_000

export type Ringing = { tone: Tone /** 0…1 */; volume: number }

/** Rings until the returned function is called. */
export function startRinging({ tone, volume }: Ringing): () => void {
  const pattern = PATTERNS[tone]
  const audio = new AudioContext()
  const loudness = audio.createGain()
  // What is heard grows with the square of the slider.
  loudness.gain.value = volume ** 2 / pattern.hz.length
  loudness.connect(audio.destination)
  const ring = () => {
    const begin = audio.currentTime + 0.05
    for (const beat of pattern.beats)
      for (const hz of pattern.hz) beep(audio, loudness, { ...pattern, hz, at: begin + beat })
  }
  ring()
  const timer = setInterval(ring, pattern.period * 1000)
  const end = setTimeout(() => stop(), LONGEST_MS)
  const stop = () => {
    clearInterval(timer)
    clearTimeout(end)
    if (audio.state !== 'closed') audio.close().catch(() => {})
  }
  return stop
}

type Beep = { hz: number; at: number; beat: number; wave: OscillatorType }

function beep(audio: AudioContext, to: AudioNode, { hz, at, beat, wave }: Beep): void {
  const tone = audio.createOscillator()
  const shape = audio.createGain()
  tone.type = wave
  tone.frequency.value = hz
  // Without a slope the ear hears a click at both ends.
  shape.gain.setValueAtTime(0, at)
  shape.gain.linearRampToValueAtTime(1, at + 0.02)
  shape.gain.setValueAtTime(1, at + beat - 0.05)
  shape.gain.linearRampToValueAtTime(0, at + beat)
  tone.connect(shape).connect(to)
  tone.start(at)
  tone.stop(at + beat)
}
