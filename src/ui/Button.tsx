import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

export type ButtonProps = {
  children: ComponentChildren
  onClick: (event: MouseEvent) => void
  kind?: 'plain' | 'accent' | 'warning'
  icon?: IconName
  /** 44 px, for what is pressed in a hurry. */
  large?: boolean
  disabled?: boolean
  /** For the tooltip: the key that does the same. */
  title?: string
}

export function Button({ children, onClick, kind, icon, large = false, disabled = false, title }: ButtonProps) {
  const classes = ['t-button', kind, large && 'large'].filter(Boolean).join(' ')
  return (
    <button type="button" class={classes} onClick={onClick} disabled={disabled} {...(title && { title })}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}
