import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks'

/** Rows of one height, of which only those in sight are there. */
export function useVirtual(box: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [, redraw] = useReducer((times: number) => times + 1, 0)
  const options = {
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 320, height: 8 * rowHeight },
    scrollToFn: elementScroll<HTMLElement>,
    observeElementRect: observeElementRect<HTMLElement>,
    observeElementOffset: observeElementOffset<HTMLElement>,
    onChange: () => redraw(undefined),
  }
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options))
  virtualizer.setOptions(options)
  useEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  const rows: VirtualItem[] = virtualizer.getVirtualItems()
  return { rows, height: virtualizer.getTotalSize(), show: (at: number) => virtualizer.scrollToIndex(at) }
}
