import type { ClientDetails, IntakeForm, Interest, Services } from '../../protocol/intake.ts'
import { Notice } from '../Notice.tsx'
import { plain } from '../text.ts'
import { errorText } from '../words/errors.ts'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'
import { SelectField, TextField } from './Fields.tsx'
import type { Faults } from './faults.ts'
import type { Managers } from './managers.ts'
import { type Answer, useAnswer } from './use-answer.ts'

type Props = {
  id: string
  form: IntakeForm
  details: Answer<ClientDetails> | null
  services: Answer<Services>
  managers: Managers
  faults: Faults
  language: Language
  onChange: (changes: Partial<IntakeForm>) => void
}

const MOST_PAST = 3

/** What about: one of the client's active Interests, or a new one (SPEC B1, B2). */
export function Why({ id, form, details, services, managers, faults, language, onChange }: Props) {
  const words = intakeWords[language]
  const known = details?.state === 'known' ? details.value : null
  const types = services.state === 'known' ? services.value.types : []
  const choose = (interest: Interest | null) =>
    onChange({
      interest: interest?.ref ?? null,
      ...(interest?.service && { service: interest.service }),
      manager: interest?.responsible || known?.responsible || form.manager,
    })
  return (
    <fieldset class="t-part">
      <legend>{words.why}</legend>
      {details?.state === 'loading' && (
        <p class="t-hint" role="status">
          {words.interestsLoading}
        </p>
      )}
      {details?.state === 'failed' && <Notice kind="warning">{errorText(details.error, language)}</Notice>}
      {known && known.interests.length > 0 && (
        <div class="t-interests" role="radiogroup" aria-label={words.interests}>
          {known.interests.map((interest) => (
            <label key={interest.ref} class="t-interest">
              <input
                type="radio"
                name={`${id}-interest`}
                checked={form.interest === interest.ref}
                onChange={() => choose(interest)}
              />
              <span class="t-interest-text">
                <bdi>{words.interest(plain(interest.number, 20), plain(interest.topic))}</bdi>
                <Responsible user={interest.responsible} managers={managers} />
              </span>
            </label>
          ))}
          <label class="t-interest">
            <input
              type="radio"
              name={`${id}-interest`}
              checked={form.interest === null}
              onChange={() => choose(null)}
            />
            <span class="t-interest-text">
              {words.newInterest}
              <Responsible user={known.responsible} managers={managers} />
            </span>
          </label>
        </div>
      )}
      <SelectField
        id={id}
        field="service"
        label={words.service}
        value={form.service}
        fault={services.state === 'failed' ? errorText(services.error, language) : undefined}
        options={[
          { value: '', text: words.noService },
          ...types.map(({ ref, name }) => ({ value: ref, text: plain(name) })),
          ...(form.service !== '' && !types.some(({ ref }) => ref === form.service)
            ? [{ value: form.service, text: '…' }]
            : []),
        ]}
        onChange={(service) => onChange({ service })}
      />
      {form.interest === null && (
        <TextField
          id={id}
          field="topic"
          label={words.topic}
          value={form.topic}
          fault={faults.topic}
          onChange={(topic) => onChange({ topic })}
        />
      )}
      {known && known.interactions.length > 0 && (
        <div class="t-past">
          <span class="t-label">{words.lastTimes}</span>
          <ul>
            {known.interactions.slice(0, MOST_PAST).map(({ at, topic, by }) => (
              <li key={`${at} ${topic}`}>
                <time dateTime={new Date(at).toISOString()}>{dayOf(at, language)}</time>
                <bdi>{[plain(topic), plain(by)].filter(Boolean).join(' — ')}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </fieldset>
  )
}

/** Has its line before it is known who that is: no row may slide under a hand that is about to choose its neighbour. */
function Responsible({ user, managers }: { user: string; managers: Managers }) {
  const who = useAnswer(user === '' ? null : user, () => managers.of(user))
  if (user === '') return null
  return (
    <bdi class="t-found-about">
      {who.state === 'known' && who.value !== null ? plain(who.value.colleague.name) : ''}
    </bdi>
  )
}

const dayOf = (at: number, language: Language) =>
  new Date(at).toLocaleDateString(language, { day: 'numeric', month: 'short' })
