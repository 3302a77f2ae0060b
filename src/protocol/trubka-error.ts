/**
 * What can go wrong with a command, as a word that programs and `ui/words` understand.
 * JSON-RPC carries it as `error.data.code`; `error.message` is for logs.
 */
export const ERROR_CODES = [
  'invalidRequest',
  'invalidParams',
  'unknownMethod',
  'tooLarge',
  'tooMany',
  'internal',
  'timeout',
  'offline',
  // session
  'notSignedIn',
  'codeWrong',
  'codeExpired',
  'keyUnknown',
  'proofWrong',
  'serverNotTrusted',
  'notPaired',
  /** It needs a role that this operator has not. */
  'mayNot',
  // calls
  'pbxDown',
  /** The PBX refuses the server's login: only the administrator can mend that. */
  'pbxLoginRefused',
  'noPhone',
  'badNumber',
  'noSuchCall',
  'notNow',
  /** A transfer or a consultation with one's own number. */
  'toSelf',
  /** With that of the one who is in the call already. */
  'toOther',
  /** The colleague's phone is not in the network; nothing was done. */
  'calleeOffline',
  /** The colleague does not want to be disturbed; nothing was done. */
  'calleeDoNotDisturb',
  'refusedByPbx',
  /** The connection broke over a command, and the server knows nothing of it. */
  'notMade',
  /** The same over a command to a call: whether it was done, nobody can say. */
  'notKnown',
  // recordings
  'noRecording',
  /** To this one; to others maybe. */
  'mayNotListen',
  // routing
  'unknownBase',
  'routingOff',
  'notKept',
  // intakes
  /** Of a wizard that is closed for good. */
  'noSuchIntake',
  /** 1C does not answer. */
  'baseDown',
  // chat
  /** Or the operator is not in it. */
  'noSuchChat',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** The one error class that crosses borders: server → background → pages. */
export class TrubkaError extends Error {
  override readonly name = 'TrubkaError'
  readonly code: ErrorCode
  readonly field: string | undefined

  constructor(code: ErrorCode, message: string = code, field?: string) {
    super(message)
    this.code = code
    this.field = field
  }
}
