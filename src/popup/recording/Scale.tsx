import type { Recording } from '../../protocol/recording.ts'
import { duration } from '../../ui/time.ts'

type Props = {
  waveform: Recording['waveform']
  /** Seconds. */
  at: number
  length: number
  label: string
  onSeek: (to: number) => void
}

const STEP = 5
const HEIGHT = 32

/** How loud the call is, and where one is in it; a press goes there. Where the loudness is not known, a line. */
export function Scale({ waveform, at, length, label, onSeek }: Props) {
  const peaks = waveform?.peaks ?? []
  const loudest = Math.max(0.05, ...peaks)
  const share = length > 0 ? at / length : 0
  const bars = peaks
    .map((peak, i) => {
      const half = Math.max(0.5, (peak / loudest) * (HEIGHT / 2))
      return `M${i + 0.5} ${HEIGHT / 2 - half}v${half * 2}`
    })
    .join('')
  const width = Math.max(1, peaks.length)
  return (
    <div class="player-scale">
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={bars === '' ? `M0 ${HEIGHT / 2}H1` : bars} />
        <path
          class="heard"
          d={bars === '' ? `M0 ${HEIGHT / 2}H1` : bars}
          style={{ clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }}
        />
      </svg>
      <input
        type="range"
        min={0}
        max={Math.max(length, 0.1)}
        step={0.1}
        value={at}
        aria-label={label}
        aria-valuetext={duration(at * 1000)}
        onInput={(event) => onSeek(Number(event.currentTarget.value))}
        onKeyDown={(event) => {
          const step = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP }[event.key]
          if (step === undefined) return
          event.preventDefault()
          onSeek(at + step)
        }}
      />
    </div>
  )
}
