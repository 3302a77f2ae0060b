import * as v from 'valibot'

/** Followed by a token. */
export const RECORDING_PATH = '/recordings/'

/** How loud it is, 0…1, in pieces of the same length; `seconds` altogether. */
export const Waveform = v.object({ seconds: v.number(), peaks: v.pipe(v.array(v.number()), v.maxLength(2000)) })

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
