import type { Waveform } from '../../protocol/recording.ts'

/** What is softer than this is nobody's voice. */
const SOFT = 0.02
/** Shorter pauses belong to speech, seconds. */
const PAUSE = 2
/** So much is heard before somebody speaks again, so that the first word is whole. */
const LEAD = 0.3

/** Where to go on from inside of a long silence, seconds from the beginning; null where somebody speaks, or soon will. */
export function afterSilence({ seconds, peaks }: Waveform, at: number): number | null {
  const piece = seconds / peaks.length
  const here = Math.floor(at / piece)
  const isSoft = (i: number) => (peaks[i] ?? 1) < SOFT
  if (!isSoft(here)) return null
  let from = here
  while (from > 0 && isSoft(from - 1)) from -= 1
  let to = here + 1
  while (to < peaks.length && isSoft(to)) to += 1
  const end = to * piece - LEAD
  return (to - from) * piece >= PAUSE && end > at + LEAD ? end : null
}
