import * as v from 'valibot'

/** Followed by a token. */
export const RECORDING_PATH = '/recordings/'

/**
 * How a document in 1C names the recording of a call, in a link to the server's page for links (`/tel?call=recording:…`):
 * the PBX's key of the call, `~`, and when it began, in milliseconds since 1970.
 */
export const RECORDING_LINK = 'recording:'
export const RecordingKey = v.pipe(v.string(), v.regex(/^[\w.-]{1,80}~\d{1,16}$/))
export const recordingKey = ({ callId, startedAt }: { callId: string; startedAt: number }): string =>
  `${callId}~${startedAt}`

/** How loud it is, 0…1, in pieces of the same length; `seconds` altogether. */
export const Waveform = v.object({ seconds: v.number(), peaks: v.pipe(v.array(v.number()), v.maxLength(2000)) })
export type Waveform = v.InferOutput<typeof Waveform>

/** What is needed to listen to a call. */
export const Recording = v.object({
  /** At the server; good until then (milliseconds since 1970), for whoever has it. */
  path: v.string(),
  until: v.number(),
  name: v.string(),
  /** Null where the file's kind does not tell. */
  waveform: v.nullable(Waveform),
})
export type Recording = v.InferOutput<typeof Recording>
