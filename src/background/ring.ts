import * as v from 'valibot'
import { Tone } from '../protocol/preferences.ts'
import { startRinging } from '../ui/ring-tone.ts'

// The offscreen document: rings for as long as it is open, as its address says.
const asked = new URLSearchParams(location.search)
const volume = Number(asked.get('volume'))
const tone = v.safeParse(Tone, asked.get('tone'))
startRinging({
  tone: tone.success ? tone.output : 'double',
  volume: Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 0,
})
