import { useState } from 'preact/hooks'
import { format } from '../../phone/format.ts'
import type { Call } from '../../protocol/call.ts'
import type { ColleagueChoice } from '../../protocol/choice.ts'
import type { IntakeForm, Services } from '../../protocol/intake.ts'
import { Avatar } from '../Avatar.tsx'
import { Button } from '../Button.tsx'
import { Consultation } from '../Consultation.tsx'
import { dialable } from '../choices.ts'
import { Notice } from '../Notice.tsx'
import { Presence } from '../Presence.tsx'
import { plain } from '../text.ts'
import type { Wish } from '../wishes.ts'
import { callWords } from '../words/call.ts'
import { errorText } from '../words/errors.ts'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'
import { peopleWords } from '../words/people.ts'
import { departmentsFor, type Managers } from './managers.ts'
import { Redirect } from './Redirect.tsx'
import { useAnswer } from './use-answer.ts'
import { useFetchBack } from './use-fetch-back.ts'

type Props = {
  id: string
  form: IntakeForm
  /** Null once it is over. */
  call: Call | null
  services: Services | null
  managers: Managers
  language: Language
  /** @throws TrubkaError */
  onWish: (wish: Wish) => Promise<void>
  /** Where there is no call to transfer. @throws TrubkaError */
  onDial: (to: string) => Promise<void>
  onChange: (changes: Partial<IntakeForm>) => void
}

/** Who takes it (SPEC B2, B3), and whether they can be spoken to now. */
export function Manager({ id, form, call, services, managers, language, onWish, onDial, onChange }: Props) {
  const words = intakeWords[language]
  const [picking, setPicking] = useState(false)
  const [awaited, setAwaited] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const found = useAnswer(form.manager === '' ? null : form.manager, () => managers.of(form.manager), {
    version: managers.version,
  })
  const manager = found.state === 'known' ? found.value : null
  const service = services?.types.find(({ ref }) => ref === form.service)

  const press = async (
    done: Promise<void>,
    asked: 'consult' | 'reconnect' | 'retrieve' | 'make',
    then: string | null = null,
  ) => {
    setAwaited(true)
    setRefusal(null)
    try {
      await done
      setRefusal(then)
    } catch (error) {
      if (asked === 'consult') inVain.over()
      setRefusal(errorText(error, language, asked))
    } finally {
      setAwaited(false)
    }
  }
  const inVain = useFetchBack(call, (wish, cause) => {
    const why = callWords[language].remoteCause[cause ?? 'noAnswer']
    void press(onWish(wish), wish.command === 'retrieve' ? 'retrieve' : 'reconnect', words.inVain(why))
  })
  const consult = (to: string) => {
    inVain.called()
    void press(onWish({ command: 'consult', to }), 'consult')
  }
  const canConsult = call?.commands.includes('consult') === true
  const consultation = call?.consultation ?? null

  return (
    <fieldset class="t-part">
      <legend>{words.manager}</legend>
      {manager ? (
        <Person manager={manager} language={language} />
      ) : (
        <p class="t-manager t-hint">{form.manager === '' || found.state === 'known' ? words.nobodyChosen : '…'}</p>
      )}
      {call && consultation && <Consultation call={call} consultation={consultation} language={language} />}
      {!picking && (
        <div class="t-row t-reach">
          {manager && !consultation && (
            <Reach
              manager={manager}
              canConsult={canConsult}
              canDial={call === null}
              disabled={awaited}
              language={language}
              onConsult={consult}
              onDial={(to) => void press(onDial(to), 'make')}
            />
          )}
          {consultation && call?.commands.includes('reconnect') && (
            <Button
              icon="back"
              command="intakeBack"
              disabled={awaited}
              onClick={() => {
                inVain.over()
                void press(onWish({ command: 'reconnect' }), 'reconnect')
              }}
            >
              {words.back}
            </Button>
          )}
          <Button icon="swap" command="redirect" onClick={() => setPicking(true)}>
            {words.redirect}
          </Button>
        </div>
      )}
      {picking && (
        <Redirect
          id={id}
          managers={managers}
          departments={departmentsFor(form.service, services)}
          service={service ? plain(service.name) : ''}
          language={language}
          onChoose={(user) => {
            setPicking(false)
            onChange({ manager: user })
          }}
          onClose={() => setPicking(false)}
        />
      )}
      {manager && !consultation && <CannotReach manager={manager} language={language} />}
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </fieldset>
  )
}

function Person({ manager, language }: { manager: ColleagueChoice; language: Language }) {
  const { colleague, line, status, to } = manager
  return (
    <div class="t-manager">
      <Avatar colleague={colleague} />
      <span class="t-person-name">
        <bdi>{plain(colleague.name)}</bdi>
        <span class="t-person-about">
          <Presence line={line} status={status} language={language} />
          <bdi>{plain(colleague.department)}</bdi>
        </span>
      </span>
      <span class="t-person-number">{to ?? peopleWords[language].noInternalNumber}</span>
    </div>
  )
}

type ReachProps = {
  manager: ColleagueChoice
  canConsult: boolean
  canDial: boolean
  disabled: boolean
  language: Language
  onConsult: (to: string) => void
  onDial: (to: string) => void
}

/** «Перевод звонка» while the line is free; the mobile number where the line is not to be had at all. */
function Reach({ manager, canConsult, canDial, disabled, language, onConsult, onDial }: ReachProps) {
  const words = intakeWords[language]
  const { colleague, to } = manager
  const mobile = isAway(manager) ? mobileOf(manager) : null
  if (mobile !== null && (canConsult || canDial))
    return (
      <Button
        icon="handset"
        command="mobile"
        disabled={disabled}
        onClick={() => (canConsult ? onConsult(mobile) : onDial(mobile))}
      >
        {words.mobile(format(mobile))}
      </Button>
    )
  if (to === null || !isFree(manager) || !canConsult) return null
  return (
    <Button
      icon="handset"
      kind="accent"
      command="intakeTransfer"
      title={words.transferHint(plain(colleague.name))}
      disabled={disabled}
      onClick={() => onConsult(to)}
    >
      {words.transfer}
    </Button>
  )
}

function CannotReach({ manager, language }: { manager: ColleagueChoice; language: Language }) {
  const words = intakeWords[language]
  if (isFree(manager)) return null
  return <p class="t-hint">{isAway(manager) ? words.noPhone : isQuiet(manager) ? words.quiet : words.busy}</p>
}

/** Who does not want to be disturbed: the server would refuse it. */
const isQuiet = ({ status }: ColleagueChoice) => status?.kind === 'doNotDisturb'
/** Of a line that nobody knows anything about, the PBX says it itself. */
const isFree = (manager: ColleagueChoice) =>
  manager.to !== null && !isQuiet(manager) && (manager.line === null || manager.line.state === 'free')
const isAway = ({ to, line }: ColleagueChoice) => to === null || line?.state === 'offline'
const mobileOf = ({ colleague }: ColleagueChoice) =>
  colleague.mobile === undefined ? null : dialable(colleague.mobile)
