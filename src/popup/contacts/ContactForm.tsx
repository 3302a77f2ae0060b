import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { format } from '../../phone/format.ts'
import { type Contact, type Entry, type NumberKind, NumberKind as NumberKinds } from '../../protocol/address-book.ts'
import { Button } from '../../ui/Button.tsx'
import { dialable } from '../../ui/choices.ts'
import { newCommandId } from '../../ui/command-id.ts'
import { Notice } from '../../ui/Notice.tsx'
import { contactsWords } from '../../ui/words/contacts.ts'
import type { Language } from '../../ui/words/language.ts'

const KINDS = NumberKinds.options
const TEXTS = ['name', 'company', 'departmentOf', 'position', 'email', 'note'] as const
const LONGEST = { name: 200, company: 200, departmentOf: 200, position: 200, email: 200, note: 500 }

type Props = {
  /** null = a new one. */
  contact: Contact | null
  language: Language
  /** False = it was refused; the form stays as it is. */
  onSave: (entry: Entry) => Promise<boolean>
  onCancel: () => void
}

/** An entry of one's own book. */
export function ContactForm({ contact, language, onSave, onCancel }: Props) {
  const words = contactsWords[language]
  // The same at each try: what was lost on its way back is not written twice.
  const [id] = useState(() => contact?.id ?? newCommandId())
  const [texts, setTexts] = useState(() => ({
    name: contact?.name ?? '',
    company: contact?.company ?? '',
    departmentOf: contact?.department ?? '',
    position: contact?.position ?? '',
    email: contact?.email ?? '',
    note: contact?.note ?? '',
  }))
  const [numbers, setNumbers] = useState(() => writtenNumbers(contact))
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => form.current?.querySelector('input')?.focus(), [])

  const focus = (name: string) => form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus()
  const save = async () => {
    if (busy) return
    const { departmentOf, ...others } = texts
    if (texts.name.trim() === '') {
      setFault(words.nameMissing)
      return focus('name')
    }
    const read = KINDS.flatMap((kind) =>
      numbers[kind]
        .split(/[,;]/)
        .map((text) => text.trim())
        .filter((text) => text !== '')
        .map((text) => ({ kind, number: dialable(text) })),
    )
    const wrong = read.find(({ number }) => number === null)
    if (wrong) {
      setFault(words.wrongNumber)
      return focus(wrong.kind)
    }
    setFault(null)
    setBusy(true)
    const saved = await onSave({
      id,
      ...others,
      department: departmentOf,
      numbers: read.flatMap(({ kind, number }) => (number === null ? [] : [{ kind, number }])),
    })
    if (!saved) setBusy(false)
  }
  return (
    <form
      ref={form}
      class="contact-form"
      aria-label={contact ? words.changeTitle : words.newTitle}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onCancel()
      }}
    >
      <h2>{contact ? words.changeTitle : words.newTitle}</h2>
      {TEXTS.slice(0, 1).map((name) => (
        <Text key={name} {...{ name, texts, setTexts }} label={words[name]} longest={LONGEST[name]} />
      ))}
      {KINDS.map((kind) => (
        <label key={kind}>
          <span>{words.numbers[kind]}</span>
          <input
            name={kind}
            type="text"
            inputMode="tel"
            autoComplete="off"
            maxLength={100}
            value={numbers[kind]}
            onInput={({ currentTarget: { value } }) => setNumbers((before) => ({ ...before, [kind]: value }))}
          />
        </label>
      ))}
      {TEXTS.slice(1).map((name) => (
        <Text key={name} {...{ name, texts, setTexts }} label={words[name]} longest={LONGEST[name]} />
      ))}
      {fault !== null && <Notice kind="warning">{fault}</Notice>}
      <div class="details-buttons">
        <Button type="submit" kind="accent" command="save-contact" disabled={busy}>
          {words.save}
        </Button>
        <Button onClick={onCancel}>{words.cancel}</Button>
      </div>
    </form>
  )
}

type Texts = Record<(typeof TEXTS)[number], string>
type TextProps = {
  name: keyof Texts
  label: string
  longest: number
  texts: Texts
  setTexts: (change: (before: Texts) => Texts) => void
}

function Text({ name, label, longest, texts, setTexts }: TextProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        name={name}
        type="text"
        inputMode={name === 'email' ? 'email' : 'text'}
        autoComplete="off"
        maxLength={longest}
        value={texts[name]}
        onInput={({ currentTarget: { value } }) => setTexts((before) => ({ ...before, [name]: value }))}
      />
    </label>
  )
}

function writtenNumbers(contact: Contact | null): Record<NumberKind, string> {
  const of = (kind: NumberKind) =>
    (contact?.numbers ?? [])
      .filter((each) => each.kind === kind)
      .map(({ number }) => (dialable(format(number)) === number ? format(number) : number))
      .join(', ')
  return { work: of('work'), mobile: of('mobile'), home: of('home'), other: of('other') }
}
