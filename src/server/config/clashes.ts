import { ConfigError } from './error.ts'
import type { Settings } from './schema.ts'

/** What is right by itself, but not beside another setting. @throws ConfigError that names both */
export function refuseClashes({ pbx, bases, calls }: Settings): void {
  if (pbx.user === pbx.routeUser)
    throw new ConfigError('pbx.routeUser', `must be another login than pbx.user; both are ${JSON.stringify(pbx.user)}`)
  if (calls.unknownTo !== undefined && !bases.some(({ id }) => id === calls.unknownTo))
    throw new ConfigError('calls.unknownTo', `must be the id of a base; there is no ${JSON.stringify(calls.unknownTo)}`)
  const ids = new Map<string, string>()
  const addresses = new Map<string, { base: number; setting: string }>()
  for (const [i, { id, urls }] of bases.entries()) {
    // Names of files: some systems know no upper and lower case.
    const other = ids.get(id.toLowerCase())
    if (other !== undefined)
      throw new ConfigError(`bases.${i}.id`, `must be an id of its own, ${JSON.stringify(id)} is also ${other}`)
    ids.set(id.toLowerCase(), `bases.${i}.id`)
    for (const [j, url] of urls.entries()) {
      const taken = addresses.get(url)
      if (taken && taken.base !== i)
        throw new ConfigError(
          `bases.${i}.urls.${j}`,
          `must be an address of this base alone, ${JSON.stringify(url)} is also ${taken.setting}`,
        )
      addresses.set(url, { base: i, setting: `bases.${i}.urls.${j}` })
    }
  }
}
