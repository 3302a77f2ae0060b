/** Two tones that are told apart from any desk phone; generated, so that there is no file. */
const TONES_HZ = [660, 880]
/** Seconds: a double beat, then silence. */
const BEATS = [0, 0.45]
const BEAT = 0.3
const PERIOD_S = 3
/** An endless ring could outlive whoever was to stop it. */
const LONGEST_MS = 120_000

/** Rings until the returned function is called. `volume` 0…1. */
export function startRinging(volume: number): () => void {
  const audio = new AudioContext()
  const loudness = audio.createGain()
  // What is heard grows with the square of the slider.
  loudness.gain.value = volume ** 2 / TONES_HZ.length
  loudness.connect(audio.destination)
  const ring = () => {
    const begin = audio.currentTime + 0.05
    for (const beat of BEATS) for (const hz of TONES_HZ) beep(audio, loudness, hz, begin + beat)
  }
  ring()
  const timer = setInterval(ring, PERIOD_S * 1000)
  const end = setTimeout(() => stop(), LONGEST_MS)
  const stop = () => {
    clearInterval(timer)
    clearTimeout(end)
    if (audio.state !== 'closed') audio.close().catch(() => {})
  }
  return stop
}

function beep(audio: AudioContext, to: AudioNode, hz: number, at: number): void {
  const tone = audio.createOscillator()
  const shape = audio.createGain()
  tone.frequency.value = hz
  // Without a slope the ear hears a click at both ends.
  shape.gain.setValueAtTime(0, at)
  shape.gain.linearRampToValueAtTime(1, at + 0.02)
  shape.gain.setValueAtTime(1, at + BEAT - 0.05)
  shape.gain.linearRampToValueAtTime(0, at + BEAT)
  tone.connect(shape).connect(to)
  tone.start(at)
  tone.stop(at + BEAT)
}
