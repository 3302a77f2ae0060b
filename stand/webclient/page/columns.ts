export type Column = {
  caption: string
  width: number
  fixed?: boolean
  /** Of the columns beside each other that have it, in a head of two storeys. */
  group?: string
  /** The element's name, where its cells can be edited. */
  name?: string
}

/** A column's box as it is seen now: its number, and where it lies in the row. */
export type Placed = { index: number; left: number; width: number; fixed: boolean }

/**
 * The columns in view when the rest is moved left by `shift` px. Fixed ones stay; one wholly out of view has no box at
 * all, so a column is found by `colindex`, never by position (D4).
 */
export function placed(columns: readonly Column[], viewport: number, shift: number): Placed[] {
  const fixedWidth = columns.reduce((sum, c) => sum + (c.fixed ? c.width : 0), 0)
  let left = 0
  const all = columns.map((c, index) => {
    const place = { index, left: c.fixed ? left : left - shift, width: c.width, fixed: c.fixed === true }
    left += c.width
    return place
  })
  return all.filter((p) => p.fixed || (p.left + p.width > fixedWidth && p.left < viewport))
}

/** The group captions above the columns in view: no columns of their own, only as wide as theirs. */
export function groupsOf(
  columns: readonly Column[],
  view: readonly Placed[],
): (Omit<Placed, 'index'> & { caption: string })[] {
  const groups: (Omit<Placed, 'index'> & { caption: string })[] = []
  for (const { index, left, width, fixed } of view) {
    const caption = columns[index]?.group ?? ''
    const last = groups.at(-1)
    if (last && caption !== '' && last.caption === caption) last.width += width
    else groups.push({ caption, left, width, fixed })
  }
  return groups.filter((group) => group.caption !== '')
}

export const totalWidth = (columns: readonly Column[]) => columns.reduce((sum, c) => sum + c.width, 0)
