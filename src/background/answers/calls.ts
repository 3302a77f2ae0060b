import type { Params, Result } from '../../protocol/methods.ts'
import type { CallMethod, Commands } from '../commands.ts'
import type { Answers } from './answers.ts'

type Room = {
  started: Promise<unknown>
  commands: Commands
  dial: (to: string, commandId: string) => Promise<Result<'call.make'>>
}

export function callAnswers({ started, commands, dial }: Room): Answers<'call'> {
  /** A command to a call goes to the server as it is. */
  const passOn =
    <M extends CallMethod>(method: M) =>
    async (params: Params<M>) => {
      await started
      return commands.command(method, params)
    }
  return {
    'call.make': async ({ commandId, to }) => {
      await started
      return dial(to, commandId)
    },
    'call.answer': passOn('call.answer'),
    'call.clear': passOn('call.clear'),
    'call.hold': passOn('call.hold'),
    'call.retrieve': passOn('call.retrieve'),
    'call.consult': passOn('call.consult'),
    'call.transfer': passOn('call.transfer'),
    'call.alternate': passOn('call.alternate'),
    'call.reconnect': passOn('call.reconnect'),
    'call.conference': passOn('call.conference'),
    'call.singleStepTransfer': passOn('call.singleStepTransfer'),
    'call.generateDigits': passOn('call.generateDigits'),
    'call.suspendRecording': passOn('call.suspendRecording'),
    'call.resumeRecording': passOn('call.resumeRecording'),
  }
}
