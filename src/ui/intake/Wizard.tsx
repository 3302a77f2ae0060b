import { useEffect, useRef, useState } from 'preact/hooks'
import type { Call } from '../../protocol/call.ts'
import type { Intake } from '../../protocol/intake.ts'
import type { Base } from '../../protocol/state.ts'
import { Button } from '../Button.tsx'
import { partyText } from '../call-party.ts'
import { newCommandId } from '../command-id.ts'
import { Notice } from '../Notice.tsx'
import { plain } from '../text.ts'
import { type Ask, carryOut, type Wish } from '../wishes.ts'
import { errorText } from '../words/errors.ts'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'
import { AskToAccept } from './AskToAccept.tsx'
import type { Field } from './draft.ts'
import { TextArea } from './Fields.tsx'
import { type Faults, faultsOf } from './faults.ts'
import { isTaken } from './hang-up.ts'
import { KnowledgeBase } from './KnowledgeBase.tsx'
import { Manager } from './Manager.tsx'
import type { Managers } from './managers.ts'
import { useAnswer } from './use-answer.ts'
import { useDraft } from './use-draft.ts'
import { Who } from './Who.tsx'
import { Why } from './Why.tsx'

export type WizardProps = {
  intake: Intake
  /** Null once it is over. */
  call: Call | null
  bases: readonly Base[]
  /** «Открывать интерес», as it was chosen last. */
  openInterest: boolean
  managers: Managers
  language: Language
  ask: Ask
  /** «Положить трубку» was pressed, here or on the card of the call, and nobody has taken the client. */
  asking: boolean
  onAsking: (asking: boolean) => void
  /** Opens something in 1C. */
  onOpen: (base: string, link: string) => void
  onAccepted: () => void
}

/** «Мастер принятия обращения» (SPEC B): top to bottom as one speaks. */
export function Wizard(props: WizardProps) {
  const { intake, call, bases, managers, language, ask, asking, onAsking, onOpen, onAccepted } = props
  const words = intakeWords[language]
  const root = useRef<HTMLFormElement>(null)
  const { form, change, suggest } = useDraft(intake, ask, () => typedIn(root.current))
  const [opens, setOpens] = useState<boolean | null>(null)
  const [faults, setFaults] = useState<Faults>({})
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  /** Whoever pressed here works here, and has the keyboard moved to the answer. */
  const [pressed, setPressed] = useState(false)
  const commandId = useRef(newCommandId())
  const openInterest = opens ?? props.openInterest
  const { base, client } = form

  const services = useAnswer(base, () => ask('intake.services', { base }))
  const details = useAnswer(client && `${client.base} ${client.ref}`, async () =>
    client ? ask('intake.client', { base: client.base, ref: client.ref, kind: client.kind }) : NO_DETAILS,
  )
  // SPEC B2: until somebody is named, whoever is responsible for the client.
  const responsible = details.state === 'known' ? details.value.responsible : ''
  useEffect(() => {
    if (!client || responsible === '') return
    suggest((now) => (now.client?.ref === client.ref && now.manager === '' ? { manager: responsible } : null))
  }, [client?.ref, responsible])

  const wish = (each: Wish) => (call ? carryOut(each, call, ask) : Promise.resolve())
  const accept = async (thenHangUp: boolean) => {
    if (busy) return
    const wrong = faultsOf(form, words)
    setFaults(wrong)
    const [first] = Object.keys(wrong)
    if (first !== undefined) {
      onAsking(false)
      root.current?.querySelector<HTMLElement>(`[data-field="${first}"]`)?.focus()
      return
    }
    setBusy(true)
    setRefusal(null)
    try {
      const accepted = { ...form, openInterest }
      const { link } = await ask('intake.accept', { commandId: commandId.current, id: intake.id, form: accepted })
      onAccepted()
      if (openInterest && link !== '') onOpen(form.base, link)
      if (thenHangUp) await wish({ command: 'clear' })
    } catch (error) {
      onAsking(false)
      setRefusal(errorText(error, language))
    } finally {
      setBusy(false)
    }
  }
  const hangUp = async () => {
    if (!call || busy) return
    setRefusal(null)
    setPressed(true)
    if (!isTaken(call)) return onAsking(true)
    setBusy(true)
    try {
      await giveAway(intake, call, ask)
    } catch (error) {
      setRefusal(errorText(error, language, 'transfer'))
    } finally {
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing) return
    const accepts = event.ctrlKey || event.metaKey
    // A single line's Enter would press the form's first button.
    if (!accepts && !(event.target instanceof HTMLInputElement)) return
    event.preventDefault()
    if (accepts && !event.repeat) void accept(asking)
  }

  const consulted = call?.consultation && partyText(call.consultation.party, language).title
  return (
    <form
      ref={root}
      class="t-intake"
      aria-label={words.title}
      aria-busy={busy}
      data-intake={intake.id}
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
    >
      <div class={`t-intake-body ${client && details.state === 'known' ? 'come' : ''}`}>
        {intake.from !== null && <p class="t-hint">{words.from(plain(intake.from))}</p>}
        <Who
          intake={intake}
          form={form}
          callers={call?.party.customers ?? []}
          bases={bases}
          faults={faults}
          language={language}
          ask={ask}
          onChange={change}
        />
        <Why
          id={intake.id}
          form={form}
          details={client ? details : null}
          services={services}
          managers={managers}
          faults={faults}
          language={language}
          onChange={change}
        />
        <Manager
          id={intake.id}
          form={form}
          call={call}
          services={services.state === 'known' ? services.value : null}
          managers={managers}
          language={language}
          onWish={wish}
          onDial={async (to) => {
            await ask('call.make', { commandId: newCommandId(), to })
          }}
          onChange={change}
        />
        <fieldset class="t-part">
          <legend>{words.whatToDo}</legend>
          <TextArea
            id={intake.id}
            field="whatToDo"
            label={words.whatToDoHint}
            rows={3}
            value={form.whatToDo}
            fault={faults.whatToDo}
            onChange={(whatToDo) => change({ whatToDo })}
          />
          <TextArea
            id={intake.id}
            field="description"
            label={words.description}
            rows={2}
            value={form.description}
            onChange={(description) => change({ description })}
          />
        </fieldset>
        <KnowledgeBase form={form} language={language} ask={ask} onOpen={(link) => onOpen(form.base, link)} />
      </div>
      <footer class="t-intake-end">
        {refusal && <Notice kind="warning">{refusal}</Notice>}
        <label class="t-check">
          <input
            type="checkbox"
            data-field="openInterest"
            checked={openInterest}
            onChange={(event) => {
              setOpens(event.currentTarget.checked)
              change({ openInterest: event.currentTarget.checked })
            }}
          />
          {words.openInterest}
        </label>
        {asking ? (
          <AskToAccept
            language={language}
            disabled={busy}
            focused={pressed}
            onYes={() => void accept(true)}
            onNo={() => {
              setPressed(false)
              onAsking(false)
            }}
          />
        ) : (
          <div class="t-row">
            <Button
              kind="accent"
              command="accept"
              title={words.acceptKey}
              disabled={busy}
              large
              onClick={() => void accept(false)}
            >
              {busy ? words.accepting : words.accept}
            </Button>
            {call?.commands.includes('clear') && (
              <Button
                kind="warning"
                icon="hangUp"
                command="hangUp"
                disabled={busy}
                large
                {...(isTaken(call) && consulted && { title: words.hangUpTransfers(consulted) })}
                onClick={() => void hangUp()}
              >
                {words.hangUp}
              </Button>
            )}
          </div>
        )}
      </footer>
    </form>
  )
}

const NO_DETAILS = { responsible: '', interests: [], interactions: [] }

/** SPEC B4: the colleague has the client now, and what was typed; nothing is registered. */
export async function giveAway({ id }: Pick<Intake, 'id'>, call: Call, ask: Ask): Promise<void> {
  await carryOut({ command: 'transfer' }, call, ask)
  await ask('intake.dismiss', { id, undoable: false }).catch(() => {})
}

/** The field one types in now, in this window. */
function typedIn(root: HTMLElement | null): Field | null {
  const home = root?.getRootNode()
  if (!root?.ownerDocument.hasFocus() || !(home instanceof Document || home instanceof ShadowRoot)) return null
  const focused = home.activeElement
  return root.contains(focused) && focused instanceof HTMLElement
    ? ((focused.dataset.field ?? null) as Field | null)
    : null
}
