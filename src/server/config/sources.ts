/** Where a setting's value comes from, for whoever looks for it. */
export type Source = 'default' | 'file' | 'environment'

/** Where they stand, those that the manager page can change. */
const PLACES = {
  enabled: ['routing', 'enabled'],
  lastDigits: ['routing', 'lastDigits'],
  internalLength: ['routing', 'internalLength'],
  chatKeepDays: ['chat', 'keepDays'],
  recordingsKeepDays: ['recordings', 'keepDays'],
} as const
type Name = keyof typeof PLACES
export type SettingSources = Record<Name, Source>

export function settingSources(file: unknown, environment: NodeJS.ProcessEnv): SettingSources {
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
  const source = (name: Name): Source => {
    const [section, key] = PLACES[name]
    if (named.includes(`TRUBKA${section}.${key}`.toUpperCase())) return 'environment'
    return partOf(partOf(file, section), key) === undefined ? 'default' : 'file'
  }
  return {
    enabled: source('enabled'),
    lastDigits: source('lastDigits'),
    internalLength: source('internalLength'),
    chatKeepDays: source('chatKeepDays'),
    recordingsKeepDays: source('recordingsKeepDays'),
  }
}

function partOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
