import type { Found } from '../../phone/find.ts'
import { format } from '../../phone/format.ts'
import { callPhase, callStateText } from '../../ui/call-state.ts'
import { Icon } from '../../ui/icons.tsx'
import { callWords } from '../../ui/words/call.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import type { Spot } from '../onec/geometry.ts'
import type { Dial } from './dials.ts'

export type DialButtonProps = {
  numbers: Found[]
  spot: Spot
  dial: Dial | null
  /** Its call is not over yet, so that it cannot be pressed. */
  underWay: boolean
  /** Why it cannot be used now; null = it can. */
  reason: string | null
  menuOpen: boolean
  /** One button of all is in the order of Tab; the arrows lead to the others. */
  inTabOrder: boolean
  language: Language
  now: number
  onPress: (event: MouseEvent) => void
  onChoose: (event: MouseEvent, number: Found) => void
}

/** `+7 903 567-78-76`, `+7 499 555-01-23 доб. 123` */
export function numberText({ digits, ext }: Found, language: Language): string {
  return ext === undefined ? format(digits) : `${format(digits)} ${overlayWords[language].extension(ext)}`
}

export function DialButton(props: DialButtonProps) {
  const { numbers, spot, dial, underWay, reason, menuOpen, inTabOrder, language, now, onPress, onChoose } = props
  const words = overlayWords[language]
  const label = words.call(numbers.map((number) => numberText(number, language)).join(', '))
  const state = dial && stateText(dial, language, now)
  const failed = dial?.state === 'failed'
  const disabled = reason !== null || underWay
  const place = ['place', ...(menuOpen || failed ? ['raised', ...turned(spot, numbers.length)] : [])]
  return (
    <div class={place.join(' ')} style={{ transform: `translate(${spot.right}px, ${spot.middle}px)` }}>
      <button
        type="button"
        class={`dial ${state === null ? '' : 'state'} ${dial?.call ? callPhase(dial.call) : ''}`}
        data-dial
        tabIndex={inTabOrder ? 0 : -1}
        aria-label={state === null ? label : `${label}: ${state}`}
        aria-disabled={disabled}
        title={reason === null ? label : `${label}\n${reason}`}
        {...(numbers.length > 1 && { 'aria-haspopup': 'menu', 'aria-expanded': menuOpen })}
        onClick={onPress}
      >
        <Icon name="handset" size={16} />
        {state !== null && !failed && <span>{state}</span>}
      </button>
      {failed && (
        <div class="bubble" role="alert">
          {errorText(dial.error, language, 'make')}
        </div>
      )}
      {menuOpen && (
        <div class="menu" role="menu" aria-label={words.chooseNumber}>
          {numbers.map((number) => (
            <button
              key={number.start}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-label={words.call(numberText(number, language))}
              onClick={(event) => onChoose(event, number)}
            >
              <Icon name="handset" size={16} />
              <span>{numberText(number, language)}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

const MENU_WIDTH = 280
const MENU_ITEM = 32

/** Which way menu and bubble open: down and to the left, unless the window ends there. */
function turned({ right, middle }: Spot, items: number): string[] {
  const height = 24 + MENU_ITEM * Math.max(items, 2)
  return [
    ...(middle + height > innerHeight && middle > height ? ['up'] : []),
    ...(right < MENU_WIDTH ? ['rightwards'] : []),
  ]
}

function stateText(dial: Dial, language: Language, now: number): string | null {
  if (dial.call) return callStateText(dial.call, language, now)
  return dial.state === 'failed' ? errorText(dial.error, language, 'make') : callWords[language].dialling
}
