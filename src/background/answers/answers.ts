import type { PageHandlers } from '../../platform/messages.ts'
import type { PageMethod } from '../../protocol/page.ts'

/** What is answered to every question whose name begins so. */
export type Answers<Area extends string> = Pick<PageHandlers, PageMethod & `${Area}.${string}`>
