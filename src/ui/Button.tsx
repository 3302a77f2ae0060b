import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

export type ButtonProps = {
  children: ComponentChildren
  onClick?: (event: MouseEvent) => void
  kind?: 'plain' | 'accent' | 'warning'
  icon?: IconName
  /** 44 px, for what is pressed in a hurry. */
  large?: boolean
  disabled?: boolean
  /** For the tooltip: the key that does the same. */
  title?: string
  /** Names what it does to keys and tests, whatever the language. */
  command?: string
  type?: 'button' | 'submit'
}

export function Button({ children, onClick, kind, icon, large, disabled = false, title, command, type }: ButtonProps) {
  const classes = ['t-button', kind, large && 'large'].filter(Boolean).join(' ')
  return (
    <button
      type={type ?? 'button'}
      class={classes}
      disabled={disabled}
      {...(onClick && { onClick })}
      {...(title && { title })}
      {...(command && { 'data-command': command })}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}
