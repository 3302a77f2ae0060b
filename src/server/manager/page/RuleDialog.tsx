import { useState } from 'preact/hooks'
import { readRuleLine } from '../../../protocol/routing.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { plain } from '../../../ui/text.ts'
import { RulesPage as Answer, type Rule, WriteAnswer } from '../contract.ts'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { shownNumber } from './format.ts'
import { newId } from './ids.ts'
import { partWords } from './part-words.ts'
import { query, ServerError } from './server.ts'
import { pageWords } from './words.ts'

type RuleDialogProps = {
  base: string
  /** null = a new one. */
  rule: Rule | null
  onClose: () => void
  onSaved: (number: string, before: string | null, target: string) => void
}

export function RuleDialog({ base, rule, onClose, onSaved }: RuleDialogProps) {
  const { language, link, state } = usePage()
  const words = partWords[language].rules
  const [number, setNumber] = useState(rule ? shownNumber(rule.number) : '')
  const [target, setTarget] = useState(rule?.target ?? '')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const { enabled, lastDigits, internalLength } = state.settings
    const settings = { enabled: enabled.value, lastDigits: lastDigits.value, internalLength: internalLength.value }
    const line = `${rule?.number ?? number.replace(/[\s()+-]/g, '')}=${target.trim()}`
    const read = readRuleLine(line, settings)
    // An empty right side would remove the rule, which nobody means here.
    if (typeof read === 'string') return setRefusal(pageWords[language].fault[read])
    if (read.target === null) return setRefusal(pageWords[language].fault.internalTooShort)
    setBusy(true)
    try {
      const { rules } = await link.get(`rules?${query({ base, part: read.key })}`, Answer)
      await link.post('rules', WriteAnswer, { base, lines: [line], commandId: newId() })
      onClose()
      onSaved(read.key, rules[0]?.target ?? null, read.target)
    } catch (error) {
      setRefusal(pageWords[language].error[error instanceof ServerError ? error.word : 'internal'])
      setBusy(false)
    }
  }
  return (
    <Dialog title={rule ? words.changeTitle : words.addTitle} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <label>
          <span>{words.number}</span>
          <input
            name="number"
            inputMode="tel"
            autocomplete="off"
            placeholder={words.numberHint}
            value={number}
            readOnly={rule !== null}
            autofocus={rule === null}
            onInput={(event) => setNumber(event.currentTarget.value)}
          />
        </label>
        <label>
          <span>{words.target}</span>
          <input
            name="target"
            class="short"
            inputMode="numeric"
            autocomplete="off"
            list="numbers"
            value={target}
            autofocus={rule !== null}
            onInput={(event) => setTarget(event.currentTarget.value)}
          />
        </label>
        <datalist id="numbers">
          {state.operators.map(({ id, number: internal, name }) =>
            internal === null ? null : (
              <option key={id} value={internal}>
                {plain(name)}
              </option>
            ),
          )}
        </datalist>
        {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
        <div class="row end">
          <Button onClick={onClose}>{pageWords[language].cancel}</Button>
          <Button type="submit" kind="accent" disabled={busy}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
