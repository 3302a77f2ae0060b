type Frame = { left: string; top: string; width: string; height: string }

const AROUND = 2

/** Around all parts that are seen, within the window. */
export function frameOf(parts: readonly Element[], doc: Document): Frame | null {
  const boxes = parts.map((part) => part.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0)
  if (boxes.length === 0) return null
  const { clientWidth, clientHeight } = doc.documentElement
  const left = Math.max(0, Math.min(...boxes.map((box) => box.left)) - AROUND)
  const top = Math.max(0, Math.min(...boxes.map((box) => box.top)) - AROUND)
  const right = Math.min(clientWidth, Math.max(...boxes.map((box) => box.right)) + AROUND)
  const bottom = Math.min(clientHeight, Math.max(...boxes.map((box) => box.bottom)) + AROUND)
  if (right <= left || bottom <= top) return null
  return { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` }
}
