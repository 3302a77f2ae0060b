import { useState } from 'preact/hooks'
import { format } from '../../phone/format.ts'
import type { Customer } from '../../protocol/customer.ts'
import type { Intake, IntakeForm } from '../../protocol/intake.ts'
import type { Base } from '../../protocol/state.ts'
import { Icon } from '../icons.tsx'
import { Notice } from '../Notice.tsx'
import { plain } from '../text.ts'
import type { Ask } from '../wishes.ts'
import { errorText } from '../words/errors.ts'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'
import { SelectField, TextField } from './Fields.tsx'
import type { Faults } from './faults.ts'
import { useAnswer } from './use-answer.ts'

type Props = {
  intake: Intake
  form: IntakeForm
  /** Known before 1C is asked: those whose number calls. */
  callers: readonly Customer[]
  bases: readonly Base[]
  faults: Faults
  language: Language
  ask: Ask
  onChange: (changes: Partial<IntakeForm>) => void
}

const AFTER_KEYS_MS = 250
const MOST_SHOWN = 8

/** Who it is (SPEC B1, B7): found by the number, by what is typed, or new. */
export function Who({ intake, form, callers, bases, faults, language, ask, onChange }: Props) {
  const words = intakeWords[language]
  const { id } = intake
  const number = intake.number === '' ? '' : format(plain(intake.number, 40))
  const text = form.search ?? number
  const [asNew, setAsNew] = useState(false)
  const typed = text.trim()
  const byNumber = typed === number
  const known = byNumber ? callers.filter(({ base }) => base === form.base) : []
  // The index knows whom the number belongs to; 1C is asked for what it does not know.
  const question = typed.length < 2 || known.length > 0 || (byNumber && form.client) ? null : `${form.base} ${typed}`
  const wanted = byNumber ? intake.number : typed
  const live = useAnswer(question, () => ask('intake.search', { base: form.base, text: wanted }), {
    delayMs: byNumber ? 0 : AFTER_KEYS_MS,
  })
  const found = question === null ? known : live.state === 'known' ? live.value.customers : []
  const shown = found.filter((each) => !isSame(each, form.client)).slice(0, MOST_SHOWN)
  const isFilled = form.name !== '' || form.company !== '' || form.email !== ''
  const isSought = question !== null && live.state === 'loading'
  const newFields = form.client === null && (asNew || isFilled || (found.length === 0 && !isSought))

  const choose = (client: Customer) => {
    setAsNew(false)
    onChange({ client, interest: null, manager: '' })
  }
  const begin = () => {
    setAsNew(true)
    onChange({ client: null, interest: null, ...(form.phone === '' && { phone: intake.number.slice(0, 150) }) })
  }
  return (
    <fieldset class="t-part">
      <legend>{words.who}</legend>
      {bases.length > 1 && (
        <SelectField
          id={id}
          field="base"
          label={words.base}
          value={form.base}
          options={bases.map((base) => ({ value: base.id, text: plain(base.name) }))}
          onChange={(base) => onChange({ base, client: null, interest: null, service: '', manager: '' })}
        />
      )}
      <div class="t-search">
        <Icon name="search" size={16} />
        <input
          data-field="search"
          type="text"
          autoComplete="off"
          spellcheck={false}
          maxLength={100}
          value={text}
          aria-label={words.search}
          placeholder={words.searchHint}
          onInput={(event) => onChange({ search: event.currentTarget.value })}
        />
      </div>
      {form.client && <Found client={form.client} chosen language={language} />}
      {isSought && (
        <p class="t-hint" role="status">
          {words.searching}
        </p>
      )}
      {live.state === 'failed' && question !== null && (
        <Notice kind="warning">{errorText(live.error, language)}</Notice>
      )}
      {shown.length > 0 && (
        <>
          {shown.length > 1 && form.client === null && byNumber && <p class="t-hint">{words.several}</p>}
          <ul class="t-found" aria-label={words.chooseClient}>
            {shown.map((client) => (
              <li key={`${client.ref} ${client.person ?? ''}`}>
                <Found client={client} chosen={false} language={language} onChoose={() => choose(client)} />
              </li>
            ))}
          </ul>
        </>
      )}
      {found.length === 0 && question !== null && live.state === 'known' && form.client === null && (
        <p class="t-hint" role="status">
          {words.nobody}
        </p>
      )}
      {!newFields && (
        <button type="button" class="t-button" data-command="newClient" onClick={begin}>
          {words.newClient}
        </button>
      )}
      {newFields && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser we support
        <div class="t-two" role="group" aria-label={words.newClientTitle}>
          {(['name', 'company', 'email', 'phone'] as const).map((field) => (
            <TextField
              key={field}
              id={id}
              field={field}
              label={words[field]}
              value={form[field]}
              fault={faults[field]}
              type={field === 'email' ? 'email' : field === 'phone' ? 'tel' : 'text'}
              onChange={(value) => onChange({ [field]: value })}
            />
          ))}
        </div>
      )}
    </fieldset>
  )
}

type FoundProps = { client: Customer; chosen: boolean; language: Language; onChoose?: () => void }

function Found({ client, chosen, language, onChoose }: FoundProps) {
  const contact = plain(client.contact)
  const firm = plain(client.counterparty)
  const lines = (
    <>
      <Icon name={chosen ? 'check' : 'person'} size={16} />
      <span class="t-found-who">
        <bdi class="t-found-name">{contact || firm}</bdi>
        {contact !== '' && firm !== '' && <bdi class="t-found-about">{firm}</bdi>}
      </span>
    </>
  )
  if (onChoose)
    return (
      <button type="button" class="t-client" data-command="chooseClient" onClick={onChoose}>
        {lines}
      </button>
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: nothing is entered here
    <div class="t-client chosen" role="group" aria-label={`${intakeWords[language].chosenClient}: ${contact || firm}`}>
      {lines}
    </div>
  )
}

const isSame = (a: Customer, b: Customer | null) => a.base === b?.base && a.ref === b.ref && a.person === b.person
