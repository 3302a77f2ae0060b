import type { ComponentChildren } from 'preact'
import type { Field } from './draft.ts'

type Props = {
  id: string
  field: Field
  label: string
  value: string
  fault?: string | undefined
  onChange: (value: string) => void
}

/** 1C cuts what is longer. */
const SHORT = 150
const LONG = 10_000

/** A field of one line, its name above and what is wrong with it below. */
export function TextField({ type = 'text', ...props }: Props & { type?: 'text' | 'email' | 'tel' }) {
  const { id, field, value, fault, onChange } = props
  return (
    <Labelled {...props}>
      <input
        id={`${id}-${field}`}
        data-field={field}
        type="text"
        inputMode={type}
        autoComplete="off"
        spellcheck={type === 'text'}
        maxLength={SHORT}
        value={value}
        {...faultOf(id, field, fault)}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Labelled>
  )
}

export function TextArea({ rows, ...props }: Props & { rows: number }) {
  const { id, field, value, fault, onChange } = props
  return (
    <Labelled {...props}>
      <textarea
        id={`${id}-${field}`}
        data-field={field}
        rows={rows}
        maxLength={LONG}
        value={value}
        {...faultOf(id, field, fault)}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Labelled>
  )
}

export function SelectField({ options, ...props }: Props & { options: readonly { value: string; text: string }[] }) {
  const { id, field, value, fault, onChange } = props
  return (
    <Labelled {...props}>
      <select
        id={`${id}-${field}`}
        data-field={field}
        value={value}
        {...faultOf(id, field, fault)}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

function Labelled({
  id,
  field,
  label,
  fault,
  children,
}: Omit<Props, 'value' | 'onChange'> & { children: ComponentChildren }) {
  return (
    <div class="t-field">
      <label for={`${id}-${field}`}>{label}</label>
      {children}
      {fault !== undefined && (
        <p class="t-fault" id={`${id}-${field}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

const faultOf = (id: string, field: Field, fault: string | undefined) =>
  fault === undefined ? {} : ({ 'aria-invalid': true, 'aria-describedby': `${id}-${field}-fault` } as const)
