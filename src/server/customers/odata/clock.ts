/** 1C keeps times as they are on the wall there, and no zone with them. */
export type Clock = {
  /** Milliseconds since 1970 → `2026-03-15T10:25:00`. */
  local: (at: number) => string
  /** The other way; 0 for what is no time. */
  moment: (date: string) => number
}

/** The clock of a base; without a zone, that of this machine. */
export function clockOf(timeZone: string | undefined): Clock {
  const format = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  const local = (at: number) => format.format(at).replace(' ', 'T')
  const asUtc = (date: string) => new Date(`${date.slice(0, 19)}Z`).getTime()
  const moment = (date: string) => {
    const wall = asUtc(date)
    if (Number.isNaN(wall)) return 0
    // The zone's distance depends on the moment that is looked for: a second step is right on the day of a change too.
    let at = wall
    for (let step = 0; step < 2; step++) at -= asUtc(local(at)) - wall
    return at
  }
  return { local, moment }
}
