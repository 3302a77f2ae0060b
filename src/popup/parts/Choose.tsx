type Props<T extends string> = {
  /** Names it to tests, whatever the language. */
  name: string
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChoose: (value: T) => void
}

export function Choose<T extends string>({ name, label, value, options, onChoose }: Props<T>) {
  return (
    <select
      data-field={name}
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => {
        const chosen = options[event.currentTarget.selectedIndex]
        if (chosen) onChoose(chosen[0])
      }}
    >
      {options.map(([each, text]) => (
        <option key={each} value={each} selected={each === value}>
          {text}
        </option>
      ))}
    </select>
  )
}

/** A few choices that stand side by side. */
export function Switch<T extends string>({ name, label, value, options, onChoose }: Props<T>) {
  return (
    <div class="switch" role="radiogroup" aria-label={label} data-field={name}>
      {options.map(([each, text]) => (
        <label key={each} class={each === value ? 'chosen' : ''}>
          <input
            type="radio"
            class="t-only-read"
            name={name}
            value={each}
            checked={each === value}
            onChange={() => onChoose(each)}
          />
          {text}
        </label>
      ))}
    </div>
  )
}
