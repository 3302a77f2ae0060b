import * as v from 'valibot'
import type { Config } from '../config/schema.ts'
import { askServer, type Outcome, printable, serverAddress } from './ask.ts'

const Made = v.object({ id: v.string(), token: v.string() })

/** Asks the running server for a token with which programs of a base write rules. */
export function askForToken(config: Config, { base, name }: { base: string; name: string }): Promise<Outcome> {
  const words = {
    unknownBase: `there is no base «${printable(base)}» in the settings`,
    tooMany: 'this base has twenty tokens; revoke one first, on the manager page or with: revoke ID',
  }
  return askServer(
    config,
    { path: '/manager/tokens', body: { base, name }, answer: Made, words },
    ({ id, token }) =>
      `${token}\nfor ${printable(base)}, shown this once; POST ${serverAddress(config)}/api/bases/${encodeURIComponent(base)}/rules\nto revoke it: revoke ${id}`,
  )
}

export function revokeToken(config: Config, id: string): Promise<Outcome> {
  const words = { noSuchToken: `there is no token ${id}; the manager page lists them` }
  return askServer(
    config,
    { path: '/manager/tokens/revoke', body: { token: id }, answer: v.object({}), words },
    () => `revoked: ${id} writes no more rules`,
  )
}
