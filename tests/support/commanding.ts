import { randomUUID } from 'node:crypto'
import { CallCommand } from '../../src/protocol/call.ts'
import type { Calls } from '../../src/server/calls/calls.ts'

export const COMMANDS: readonly CallCommand[] = CallCommand.options

/** Any command by its name; `to` is whom to ask or to give the call to. */
export function command(calls: Calls, name: CallCommand, device: string, callId: string, to: string): Promise<void> {
  switch (name) {
    case 'consult':
    case 'singleStepTransfer':
      return calls[name](device, callId, to)
    case 'generateDigits':
      return calls.generateDigits(device, callId, '1')
    default:
      return calls[name](device, callId)
  }
}

/** A call id that no PBX gave. */
export const noCall = (): string => `trubka-${randomUUID()}`
