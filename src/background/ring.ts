import { startRinging } from '../ui/ring-tone.ts'

// The offscreen document: rings for as long as it is open, as loud as its address says.
const volume = Number(new URLSearchParams(location.search).get('volume'))
startRinging(Number.isFinite(volume) ? Math.min(1, Math.max(0, volume)) : 0)
