import type { Call, CallCommand } from '../../protocol/call.ts'

/** Where an operator stands in a call, as far as it decides what may be done: the rows of the table in docs/calls.md. */
export type Phase =
  | 'ringing'
  /** The caller came back, the phone does not ring at the moment: busy, refused, or away. */
  | 'waiting'
  | 'dialling'
  | 'talking'
  /** By the other side's panel: whoever holds decides. */
  | 'heldByOther'
  /** By a key of the other side's phone, in a conversation of two. */
  | 'pairHeldByOther'
  /** By a key of the operator's own phone. */
  | 'heldAtPhone'
  /** The same, in a conversation of two. */
  | 'pairHeldAtPhone'
  | 'held'
  /** The caller is held, and a colleague's phone is about to ring: there is nobody yet to give the caller to. */
  | 'askingBegun'
  /** The caller is held, a colleague's phone rings. */
  | 'asking'
  | 'askedInVain'
  /** The caller is held, the colleague is talked to. */
  | 'consulting'
  /** The colleague who was asked holds this phone, and may be asking somebody in turn. */
  | 'heldByAsked'
  /** The other way round. */
  | 'alternated'
  /** Both are held: between the two steps of `alternate`. */
  | 'bothHeld'
  /** Three talk together; `joinedLast` = this phone was the last to come, and may not send others away. */
  | 'joined'
  | 'joinedLast'
  | 'over'

/** The one place that says which command is legal when. `conference` only where the PBX knows how. */
const COMMANDS: Readonly<Record<Phase, readonly CallCommand[]>> = {
  ringing: ['answer', 'clear'],
  waiting: ['answer'],
  dialling: ['clear'],
  talking: ['hold', 'consult', 'singleStepTransfer', 'generateDigits', 'clear'],
  heldByOther: ['clear'],
  pairHeldByOther: ['hold', 'consult', 'singleStepTransfer', 'generateDigits', 'clear'],
  heldAtPhone: ['retrieve', 'clear'],
  pairHeldAtPhone: ['retrieve', 'consult', 'singleStepTransfer', 'clear'],
  held: ['retrieve', 'consult', 'singleStepTransfer', 'clear'],
  askingBegun: ['reconnect', 'clear'],
  asking: ['transfer', 'reconnect', 'clear'],
  askedInVain: ['reconnect', 'consult', 'singleStepTransfer', 'clear'],
  consulting: ['transfer', 'alternate', 'conference', 'reconnect', 'generateDigits', 'clear'],
  heldByAsked: ['reconnect', 'clear'],
  alternated: ['transfer', 'alternate', 'conference', 'reconnect', 'generateDigits', 'clear'],
  joined: ['reconnect', 'clear'],
  joinedLast: ['clear'],
  bothHeld: ['transfer', 'reconnect', 'clear'],
  over: [],
}

/** The recording of a conversation can be suspended, whoever is talked to in it. */
const CONVERSATIONS: ReadonlySet<Phase> = new Set([
  'talking',
  'heldByOther',
  'pairHeldByOther',
  'heldAtPhone',
  'pairHeldAtPhone',
  'held',
  'askingBegun',
  'asking',
  'askedInVain',
  'consulting',
  'heldByAsked',
  'alternated',
  'joined',
  'joinedLast',
  'bothHeld',
])

/** What is legal in this phase of a call that is recorded so. */
export function commandsIn(phase: Phase, recording: Call['recording']): readonly CallCommand[] {
  if (recording === 'none' || !CONVERSATIONS.has(phase)) return COMMANDS[phase]
  return [...COMMANDS[phase], recording === 'on' ? 'suspendRecording' : 'resumeRecording']
}
