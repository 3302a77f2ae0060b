/** Where a setting's value comes from, for whoever looks for it. */
export type Source = 'default' | 'file' | 'environment'

/** Those of the routing settings that the manager page can change. */
export type RoutingSources = Record<'enabled' | 'lastDigits' | 'internalLength', Source>

export function routingSources(file: unknown, environment: NodeJS.ProcessEnv): RoutingSources {
  const routing = partOf(file, 'routing')
  const named = Object.entries(environment)
    .filter(([, value]) => value !== undefined)
    .map(([name]) =>
      name
        .toUpperCase()
        .split('__')
        .slice(0, 2)
        .map((part) => part.replaceAll('_', ''))
        .join('.'),
    )
  const source = (name: keyof RoutingSources): Source => {
    if (named.includes(`TRUBKAROUTING.${name.toUpperCase()}`)) return 'environment'
    return partOf(routing, name) === undefined ? 'default' : 'file'
  }
  return {
    enabled: source('enabled'),
    lastDigits: source('lastDigits'),
    internalLength: source('internalLength'),
  }
}

function partOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
