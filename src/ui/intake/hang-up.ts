import type { Call } from '../../protocol/call.ts'
import { callPhase } from '../call-state.ts'

/** The colleague who was asked has taken it: hanging up gives them the client (SPEC B4). */
export const isTaken = ({ consultation, commands }: Call): boolean =>
  consultation?.remote === 'connected' && !consultation.joined && commands.includes('transfer')

/** Whether a wizard may be asked for by hand: somebody from outside is on the line. */
export const mayHaveIntake = (call: Call): boolean =>
  callPhase(call) === 'talking' && call.party.identity !== 'colleague' && call.consultation === null

/** Where the card of a call asks first, before it ends a call whose wizard is open (SPEC B5). */
export type HangUps = {
  /** Whether it is seen to here. Null while no wizard is shown. */
  listener: ((callId: string) => boolean) | null
}
