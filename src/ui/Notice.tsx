import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

const ICONS = { warning: 'warning', accent: 'check', plain: 'waiting' } as const satisfies Record<string, IconName>

/** A line that says how things stand. A warning is read out at once, the rest when there is a pause. */
export function Notice({ kind, children }: { kind: keyof typeof ICONS; children: ComponentChildren }) {
  return (
    <div class={`t-notice ${kind}`} role={kind === 'warning' ? 'alert' : 'status'}>
      <Icon name={ICONS[kind]} />
      <div>{children}</div>
    </div>
  )
}
