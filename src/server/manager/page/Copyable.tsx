import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { usePage } from './context.ts'
import { pageWords } from './words.ts'

/** A secret that is shown once: to be copied by a button, or by hand where the browser has no clipboard for us (plain HTTP). */
export function Copyable({ label, text }: { label: string; text: string }) {
  const words = pageWords[usePage().language]
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // Selected: Ctrl+C does it.
      field.current?.focus()
    }
  }
  return (
    <div class="copyable">
      <label>
        <span>{label}</span>
        <input ref={field} readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <Button onClick={() => void copy()}>{copied ? words.copied : words.copy}</Button>
    </div>
  )
}
