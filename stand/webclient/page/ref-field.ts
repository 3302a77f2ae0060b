import type { RefValue, UserItem } from '../wire.ts'
import type { DropList } from './drop-list.ts'
import { moveFocus } from './fault-focus.ts'
import type { Form } from './form.ts'
import { type FieldButton, InputField } from './input-field.ts'
import { wait } from './pace.ts'
import { usersLike } from './server.ts'
import { switches } from './switches.ts'
import { words } from './words.ts'

const NOBODY: RefValue = { ref: '', name: '' }

export type RefSpec = {
  name: string
  caption: string
  titleWidth?: number
  left: number
  top: number
  width: number
  readOnly?: boolean
  disabled?: boolean
  /** «РедактированиеТекста = Ложь»: nothing can be typed, though the input is not read-only. */
  chosenOnly?: boolean
  /** A cross to empty it with. */
  clearable?: boolean
}
export type RefEvents = {
  typed: () => void
  changed: () => void
  refused: (message: string) => void
  open: (ref: string) => void
}

/**
 * A reference to a user: typing opens a list, a choice sets the value by 1C's own doing. The field shows the user's
 * presentation only, never the internal number; two users may share one presentation (D8).
 */
export class RefField {
  readonly field: InputField
  readonly nodes: HTMLElement[]
  #value: RefValue
  #drop: DropList
  #events: RefEvents
  #asked = 0

  constructor(form: Form, spec: RefSpec, value: RefValue, drop: DropList, events: RefEvents) {
    this.#value = value
    this.#drop = drop
    this.#events = events
    const buttons: FieldButton[] = ['DLB', 'CB', 'OB', ...(spec.clearable ? (['CLR'] as const) : [])]
    this.field = new InputField(form, { ...spec, buttons }, value.name, {
      typed: (text) => {
        events.typed()
        this.#suggest(text)
      },
      accept: (text) => this.#accept(text),
      pressed: (button) => {
        if (button === 'CLR') this.choose(null)
        else if (button === 'OB') events.open(this.#value.ref)
        else {
          moveFocus(this.field.input)
          this.#suggest('')
        }
      },
    })
    this.nodes = this.field.nodes
    this.field.input.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || !event.isTrusted || !drop.openBy(this)) return
      if (drop.key(event)) event.preventDefault()
      else if (event.key === 'Escape') drop.close(this)
    })
    this.field.input.addEventListener('blur', () => drop.close(this))
  }

  value(): RefValue {
    return this.#value
  }

  /** As read from the base. */
  set(value: RefValue): void {
    this.#value = value
    this.field.set(value.name)
  }

  /** The choice of a user, or of nobody; refused for one without a number where 1C itself refuses (D8). */
  choose(user: UserItem | null): void {
    this.#asked++
    this.#drop.close(this)
    if (user && user.internal === '' && switches.users === 'with-number') {
      this.field.set(this.#value.name)
      this.#events.refused(words.noNumber)
      return
    }
    this.set(user ? { ref: user.ref, name: user.name } : NOBODY)
    this.#events.changed()
  }

  /** Text that leaves the field without a choice: the one it can only mean, or the old value again. */
  #accept(text: string): string {
    const wanted = text.trim().toLocaleLowerCase('ru')
    if (!wanted) {
      this.#value = NOBODY
      return ''
    }
    const items = this.#drop.openBy(this) ? this.#drop.items() : []
    const meant =
      items.find((u) => u.name.toLocaleLowerCase('ru') === wanted) ?? (items.length === 1 ? items[0] : undefined)
    if (!meant || (meant.internal === '' && switches.users === 'with-number')) {
      if (meant) this.#events.refused(words.noNumber)
      return this.#value.name
    }
    this.#value = { ref: meant.ref, name: meant.name }
    return meant.name
  }

  #suggest(text: string): void {
    const mine = ++this.#asked
    const show = async () => {
      await wait(100, 300)
      const users = await usersLike(text, false)
      if (mine !== this.#asked) return
      const all = text ? () => this.#suggest('') : undefined
      this.#drop.open(this, this.field.input, users, (user) => this.choose(user), all)
    }
    show().catch((error: unknown) => console.error(error))
  }
}
