import { ask } from '../platform/page.ts'
import type { Opener } from '../ui/OpenIn1C.tsx'

/** How the panel opens what is in 1C. */
export const opener: Opener = {
  open: (wish) => ask('onec.open', wish),
  copy: (text) =>
    navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    ),
}
