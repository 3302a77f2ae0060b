import * as v from 'valibot'
import type { Config } from '../config/schema.ts'
import { askServer, minutesUntil, type Outcome, serverAddress } from './ask.ts'

const Link = v.object({ code: v.string(), expiresAt: v.number() })

/** Asks the running server for a link that opens the manager page once. The code is in the fragment: no proxy's log sees it. */
export function askForLink(config: Config): Promise<Outcome> {
  return askServer(
    config,
    { path: '/manager/links', body: {}, answer: Link, words: {} },
    ({ code, expiresAt }) =>
      `${serverAddress(config)}/manager/#link=${code}\ngood for ${minutesUntil(expiresAt)} minutes, once; with another name of this server in front it works from other machines too`,
  )
}
