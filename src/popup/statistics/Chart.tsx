type Bar = {
  key: number
  /** What is told of it when one points at it. */
  title: string
  parts: { kind: string; value: number }[]
}
type Props = { label: string; bars: readonly Bar[] }

const HEIGHT = 120
const WIDTH = 360

/** A column for each step, in parts one upon the other. The table below says the same to whoever does not see it. */
export function Chart({ label, bars }: Props) {
  const sum = ({ parts }: Bar) => parts.reduce((total, { value }) => total + value, 0)
  const most = Math.max(1, ...bars.map(sum))
  const width = WIDTH / Math.max(1, bars.length)
  const gap = width > 4 ? 1 : 0
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {bars.map((bar, i) => {
        let top = HEIGHT
        return (
          <g key={bar.key}>
            <title>{bar.title}</title>
            <rect class="chart-ground" x={i * width} y={0} width={width} height={HEIGHT} />
            {bar.parts.map(({ kind, value }) => {
              const height = (value / most) * HEIGHT
              top -= height
              return (
                <rect
                  key={kind}
                  class={`chart-${kind}`}
                  x={i * width}
                  y={top}
                  width={Math.max(width - gap, 0.5)}
                  height={height}
                />
              )
            })}
          </g>
        )
      })}
    </svg>
  )
}
