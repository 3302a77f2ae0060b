import * as v from 'valibot'

/** Made by the asker, once for each wish; asked twice, done once (DESIGN 3). */
export const CommandId = v.pipe(v.string(), v.uuid())
