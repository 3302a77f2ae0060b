import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { plain } from '../../../ui/text.ts'
import { ManagerState, type SettingsWish } from '../contract.ts'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { KeepDays } from './KeepDays.tsx'
import { faultOf, NumberForm } from './NumberForm.tsx'
import { Source } from './Source.tsx'
import { pageWords } from './words.ts'

type Lengths = { lastDigits: number; min: number; max: number }

/** The switch and the lengths (SPEC C3, C5). */
export function SettingsPage() {
  const { language, link, state, took, say, fail } = usePage()
  const words = pageWords[language].settings
  const { enabled, lastDigits, internalLength } = state.settings
  const [wish, setWish] = useState<SettingsWish | null>(null)
  const [busy, setBusy] = useState(false)

  const change = async (settings: SettingsWish, undo?: SettingsWish) => {
    setBusy(true)
    try {
      took(await link.post('settings', ManagerState, settings))
      say(words.saved, undo && { run: async () => took(await link.post('settings', ManagerState, undo)) })
    } catch (error) {
      fail(error)
    } finally {
      setBusy(false)
    }
  }
  const shownLength = ({ min, max }: { min: number; max: number }) => `${words.from} ${min} ${words.to} ${max}`
  return (
    <>
      <h2>{words.title}</h2>
      <section aria-labelledby="enabled">
        <h3 id="enabled">{words.enabled}</h3>
        <p class="soft">{words.enabledHint}</p>
        <div class="row">
          <button
            type="button"
            role="switch"
            class="switch"
            aria-checked={enabled.value}
            aria-labelledby="enabled"
            disabled={busy}
            onClick={() =>
              void change({ enabled: !enabled.value }, { enabled: enabled.source === 'manager' ? enabled.value : null })
            }
          >
            <span />
          </button>
          <span>{enabled.value ? words.on : words.off}</span>
          <Source
            setting={enabled}
            shown={enabled.configured ? words.on : words.off}
            onReset={() => void change({ enabled: null })}
          />
        </div>
      </section>
      <LengthsForm
        key={`${lastDigits.value} ${internalLength.value.min} ${internalLength.value.max}`}
        now={{ lastDigits: lastDigits.value, ...internalLength.value }}
        busy={busy}
        onSave={({ lastDigits: last, min, max }) =>
          setWish({
            ...(last !== lastDigits.value && { lastDigits: last }),
            ...((min !== internalLength.value.min || max !== internalLength.value.max) && {
              internalLength: { min, max },
            }),
          })
        }
        lastDigitsSource={
          <Source
            setting={lastDigits}
            shown={String(lastDigits.configured)}
            onReset={() => setWish({ lastDigits: null })}
          />
        }
        internalLengthSource={
          <Source
            setting={internalLength}
            shown={shownLength(internalLength.configured)}
            onReset={() => setWish({ internalLength: null })}
          />
        }
      />
      {state.bases.length > 0 && (
        <section aria-labelledby="interactions">
          <h3 id="interactions">{words.interactions}</h3>
          <p class="soft">{words.interactionsHint}</p>
          {state.bases.map(({ id, name, interactions }) => (
            <NumberForm
              key={`${id} ${interactions.value}`}
              name="interactions"
              label={words.interactionsOf(plain(name))}
              now={interactions.value}
              most={1000}
              busy={busy}
              onSave={(count) => void change({ interactions: { [id]: count } })}
              source={
                <Source
                  setting={interactions}
                  shown={String(interactions.configured)}
                  onReset={() => void change({ interactions: { [id]: null } })}
                />
              }
            />
          ))}
        </section>
      )}
      <KeepDays busy={busy} onChange={(wish) => void change(wish)} />
      {wish && (
        <Dialog title={words.title} onClose={() => setWish(null)}>
          <p>{words.lengthsAsk}</p>
          <div class="row end">
            <Button onClick={() => setWish(null)}>{pageWords[language].cancel}</Button>
            <Button
              kind="accent"
              onClick={() => {
                setWish(null)
                void change(wish)
              }}
            >
              {words.lengthsYes}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}

type LengthsFormProps = {
  now: Lengths
  busy: boolean
  onSave: (lengths: Lengths) => void
  lastDigitsSource: preact.ComponentChild
  internalLengthSource: preact.ComponentChild
}

function LengthsForm({ now, busy, onSave, lastDigitsSource, internalLengthSource }: LengthsFormProps) {
  const words = pageWords[usePage().language].settings
  const [typed, setTyped] = useState({ lastDigits: String(now.lastDigits), min: String(now.min), max: String(now.max) })
  const [refusal, setRefusal] = useState<string | null>(null)

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const lengths = { lastDigits: Number(typed.lastDigits), min: Number(typed.min), max: Number(typed.max) }
    const wrong = faultOf(typed.lastDigits, 3, 15) ?? faultOf(typed.min, 1, 9) ?? faultOf(typed.max, 1, 9)
    if (wrong) setRefusal(words.wrongNumber(...wrong))
    else if (lengths.min > lengths.max) setRefusal(words.wrongOrder)
    else {
      setRefusal(null)
      if (JSON.stringify(lengths) !== JSON.stringify(now)) onSave(lengths)
    }
  }
  const field = (name: keyof typeof typed, label: string) => (
    <label>
      <span>{label}</span>
      <input
        name={name}
        class="short"
        inputMode="numeric"
        value={typed[name]}
        onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value.trim() })}
      />
    </label>
  )
  return (
    <section>
      <form onSubmit={submit} noValidate>
        <h3>{words.lastDigits}</h3>
        <p class="soft">{words.lastDigitsHint}</p>
        <div class="row">
          {field('lastDigits', words.lastDigits)}
          {lastDigitsSource}
        </div>
        <h3>{words.internalLength}</h3>
        <p class="soft">{words.internalLengthHint}</p>
        <div class="row">
          {field('min', `${words.internalLength}, ${words.from}`)}
          {field('max', `${words.internalLength}, ${words.to}`)}
          {internalLengthSource}
        </div>
        {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
        <div class="row">
          <Button type="submit" kind="accent" disabled={busy}>
            {words.save}
          </Button>
        </div>
      </form>
    </section>
  )
}
