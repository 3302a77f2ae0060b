import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icons.tsx'

export type ButtonProps = {
  /** Left out for an icon alone, which then needs a `label`. */
  children?: ComponentChildren
  onClick?: (event: MouseEvent) => void
  kind?: 'plain' | 'accent' | 'warning'
  icon?: IconName
  /** A second line, for what the word alone does not promise; screen readers are told by `description`. */
  below?: string
  /** 44 px, for what is pressed in a hurry. */
  large?: boolean
  disabled?: boolean
  /** For the tooltip: the key that does the same. */
  title?: string
  /** For screen readers: the name of a button without a word, and what the word does not say. */
  label?: string
  description?: string
  /** Of a button that opens and closes something. */
  pressed?: boolean
  /** Names what it does to keys and tests, whatever the language. */
  command?: string
  type?: 'button' | 'submit'
}

export function Button(props: ButtonProps) {
  const {
    children,
    onClick,
    kind,
    icon,
    below,
    large,
    disabled = false,
    title,
    label,
    description,
    pressed,
    command,
  } = props
  const classes = ['t-button', kind, large && 'large'].filter(Boolean).join(' ')
  return (
    <button
      type={props.type ?? 'button'}
      class={classes}
      disabled={disabled}
      {...(onClick && { onClick })}
      {...(title && { title })}
      {...(label && { 'aria-label': label })}
      {...(description && { 'aria-description': description })}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
      {...(command && { 'data-command': command })}
    >
      {icon && <Icon name={icon} />}
      {children !== undefined && (
        <span>
          {children}
          {below && <small aria-hidden="true">{below}</small>}
        </span>
      )}
    </button>
  )
}
