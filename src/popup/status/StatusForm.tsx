import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { ask } from '../../platform/page.ts'
import { AVAILABLE, MOST_NOTE_LENGTH, Reach, type ShownStatus, type Status, StatusKind } from '../../protocol/status.ts'
import { moment } from '../../ui/moment.ts'
import { Notice } from '../../ui/Notice.tsx'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { statusWords } from '../../ui/words/status.ts'

const MINUTES = [15, 30, 60] as const
type Props = { status: ShownStatus | null; showIdle: boolean; language: Language; onClose: () => void }

/**
 * Each change is sent at once, one after the other; what is shown is what was chosen, until the server has something else. Who is idle is available, as they themselves said.
 */
export function StatusForm({ status, showIdle, language, onClose }: Props) {
  const words = statusWords[language]
  const kept: Status = status === null ? AVAILABLE : ownOf(status)
  /** Chosen here; the server's may be older. */
  const [wished, setWished] = useState<Status | null>(null)
  const latest = useRef(kept)
  const sending = useRef<Promise<void> | null>(null)
  const own = wished ?? kept
  latest.current = own
  const form = useRef<HTMLFormElement>(null)
  const [refusal, setRefusal] = useState<string | null>(null)

  useLayoutEffect(() => form.current?.querySelector<HTMLInputElement>('input:checked')?.focus(), [])

  useEffect(() => {
    if (sending.current === null) setWished(null)
  }, [JSON.stringify(kept)])

  const set = (changes: Partial<Status>) => {
    const next = { ...latest.current, ...changes }
    if (next.kind === 'available') Object.assign(next, { until: null, reach: null })
    latest.current = next
    setWished(next)
    const sent = Promise.resolve(sending.current).then(async () => {
      try {
        await ask('status.set', { status: next })
        setRefusal(null)
      } catch (error) {
        setRefusal(errorText(error, language))
        setWished(null)
      }
      if (sending.current === sent) sending.current = null
    })
    sending.current = sent
  }
  const prefer = (changes: { showIdle: boolean }) => {
    ask('preferences.set', changes).catch((error: unknown) => setRefusal(errorText(error, language)))
  }
  const setNote = (note: string) => {
    if (note.trim() !== own.note) set({ note })
  }
  const away = own.kind !== 'available'

  return (
    <form
      ref={form}
      class="status-form"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault()
        setNote(noteOf(event.currentTarget))
        onClose()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // In the popup the key would close all of it.
        event.preventDefault()
        onClose()
      }}
    >
      <fieldset class="status-kinds" aria-label={words.title}>
        {StatusKind.options.map((kind) => (
          <label key={kind} class={own.kind === kind ? 'chosen' : ''}>
            <input
              type="radio"
              name="kind"
              value={kind}
              checked={own.kind === kind}
              onChange={() => set({ kind, until: null })}
            />
            {words.kinds[kind]}
          </label>
        ))}
      </fieldset>
      {own.kind === 'doNotDisturb' && <p class="soft">{words.disturbHint}</p>}
      {away && (
        <div class="status-more">
          <label>
            <span>{words.untilLabel}</span>
            <select
              name="until"
              value={own.until === null ? '' : 'set'}
              onChange={(event) => set({ until: untilOf(event.currentTarget.value) })}
            >
              <option value="">{words.untilChanged}</option>
              {own.until !== null && <option value="set">{words.until(moment(own.until, language))}</option>}
              {MINUTES.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {words.forMinutes(minutes)}
                </option>
              ))}
              <option value="evening">{words.tillEvening}</option>
            </select>
          </label>
          <label>
            <span>{words.reachLabel}</span>
            <select
              name="reach"
              value={own.reach ?? ''}
              onChange={(event) =>
                set({ reach: Reach.options.find((each) => each === event.currentTarget.value) ?? null })
              }
            >
              <option value="">{words.reachAny}</option>
              {Reach.options.map((each) => (
                <option key={each} value={each}>
                  {words.reach[each]}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <label class="status-note">
        <span>{words.note}</span>
        <input
          name="note"
          maxLength={MOST_NOTE_LENGTH}
          placeholder={words.noteHint}
          defaultValue={own.note}
          onBlur={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      <label class="status-idle">
        <input
          type="checkbox"
          name="showIdle"
          checked={showIdle}
          onChange={(event) => prefer({ showIdle: event.currentTarget.checked })}
        />
        {words.showIdle}
      </label>
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </form>
  )
}

/** What one has said oneself. */
function ownOf({ idle, ...own }: ShownStatus): Status {
  return idle === true ? { ...own, kind: 'available' } : own
}

function untilOf(value: string): number | null {
  if (value === '') return null
  if (value !== 'evening') return Date.now() + Number(value) * 60_000
  return new Date().setHours(23, 59, 59, 999)
}

function noteOf(form: HTMLFormElement): string {
  const field = form.elements.namedItem('note')
  return field instanceof HTMLInputElement ? field.value : ''
}
