export type Column = { caption: string; width: number; fixed?: boolean }

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

export const totalWidth = (columns: readonly Column[]) => columns.reduce((sum, c) => sum + c.width, 0)
