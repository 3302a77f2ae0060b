import type { Call, CallCommand } from '../protocol/call.ts'
import type { PageMethod, PageParams, PageResult } from '../protocol/page.ts'
import type { TransferKind } from '../protocol/preferences.ts'
import { newCommandId } from './command-id.ts'

type Plain = Exclude<CallCommand, TransferKind | 'generateDigits'>

/** What an operator wants done with a call, and what the command needs to know. */
export type Wish =
  | { command: Plain }
  | { command: TransferKind; to: string }
  | { command: 'generateDigits'; digits: string }

export type OnWish = (wish: Wish, call: Call) => Promise<void>
export type Ask = <M extends PageMethod>(method: M, params: PageParams<M>) => Promise<PageResult<M>>

/** Asks the background. Throws what `ask` throws. */
export async function carryOut(wish: Wish, { id: callId }: Pick<Call, 'id'>, ask: Ask): Promise<void> {
  const commandId = newCommandId()
  switch (wish.command) {
    case 'consult':
    case 'singleStepTransfer':
      await ask(`call.${wish.command}`, { commandId, callId, to: wish.to })
      return
    case 'generateDigits':
      await ask('call.generateDigits', { commandId, callId, digits: wish.digits })
      return
    default:
      await ask(`call.${wish.command}`, { commandId, callId })
  }
}
