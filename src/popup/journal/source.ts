import { ask } from '../../platform/page.ts'
import type { Params, Result } from '../../protocol/methods.ts'
import type { PageResult } from '../../protocol/page.ts'
import { newCommandId } from '../../ui/command-id.ts'

/** What the parts of the panel ask about calls of the past. */
export type JournalSource = {
  history: (wish: Params<'journal.history'>) => Promise<Result<'journal.history'>>
  missed: (wish: Params<'journal.missed'>) => Promise<Result<'journal.missed'>>
  /** Where the call's «Телефонный звонок» is. */
  document: (call: number) => Promise<Result<'journal.document'>>
  mark: (number: string) => Promise<unknown>
  statistics: (wish: Params<'journal.statistics'>) => Promise<Result<'journal.statistics'>>
  call: (to: string) => Promise<unknown>
  /** The call that a document in 1C names. */
  find: (key: string) => Promise<PageResult<'recording.find'>>
  /** Is noted. */
  listen: (call: number) => Promise<PageResult<'recording.open'>>
}

export const journalSource: JournalSource = {
  history: (wish) => ask('journal.history', wish),
  missed: (wish) => ask('journal.missed', wish),
  document: (call) => ask('journal.document', { call }),
  mark: (number) => ask('journal.mark', { number }),
  statistics: (wish) => ask('journal.statistics', wish),
  call: (to) => ask('call.make', { commandId: newCommandId(), to }),
  find: (key) => ask('recording.find', { key }),
  listen: (call) => ask('recording.open', { call }),
}
