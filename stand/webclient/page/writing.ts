import type { ObjectKind } from '../wire.ts'
import type { Desk } from './desk.ts'
import { clearRefusal, notifyWritten, showBusy, showRefusal } from './notices.ts'
import type { ObjectForm } from './object-form.ts'
import { blockMs, wait } from './pace.ts'
import { type Answer, QuestionForm } from './question-form.ts'
import { writeObject } from './server.ts'
import { switches } from './switches.ts'
import { words } from './words.ts'

const QUESTION = { width: 460, height: 150 }
/** Between the steps that follow a write (D12). */
const STEP: [number, number] = [0, 400]

export type WritingEvents = { written: () => void; open: (kind: ObjectKind, ref: string) => void }

/** Writing a card, with every way it may end (D6). */
export class Writing {
  readonly #desk: Desk
  readonly #events: WritingEvents
  readonly #busy = new Set<ObjectForm>()

  constructor(desk: Desk, events: WritingEvents) {
    this.#desk = desk
    this.#events = events
  }

  ask(message: string, answers: readonly Answer[]): void {
    this.#desk.openWindow(
      new QuestionForm(this.#desk.formNumber(), message, answers, (form) => this.#desk.close(form)),
      QUESTION,
    )
  }

  /** Started by button or key; the first steps run in the event itself, as 1C's do. */
  write(form: ObjectForm, { close }: { close: boolean }): void {
    if (this.#busy.has(form)) return
    form.commit()
    clearRefusal(form)
    const go = () => this.#send(form, close)
    if (switches.save === 'cancelled') {
      this.ask(words.similar, [
        { caption: words.yes, press: () => this.#send(form, close) },
        { caption: words.cancel, press: () => {} },
      ])
    } else if (switches.save === 'slow') {
      this.#busy.add(form)
      showBusy(true)
      setTimeout(() => {
        this.#busy.delete(form)
        go()
      }, switches.slowMs)
    } else go()
  }

  /** «Данные были изменены. Сохранить изменения?» */
  closing(form: ObjectForm): void {
    this.ask(words.changed, [
      { caption: words.yes, press: () => this.write(form, { close: true }) },
      { caption: words.no, press: () => this.#desk.close(form) },
      { caption: words.cancel, press: () => {} },
    ])
  }

  /** The main thread stands still in here. */
  #send(form: ObjectForm, close: boolean): void {
    const asked = switches.save
    const isNew = form.ref === ''
    showBusy(true)
    const outcome = asked === 'refused' || asked === 'error' ? asked : 'ok'
    const answer = writeObject({ object: form.toWrite(), outcome, blockMs: blockMs() })
    showBusy(false)
    if (answer.outcome === 'refused') showRefusal(form, answer.message)
    else if (answer.outcome === 'error') this.ask(answer.message, [{ caption: words.ok, press: () => {} }])
    else {
      form.read(answer.object)
      this.#after(form, isNew, close).catch((error: unknown) => console.error(error))
    }
  }

  async #after(form: ObjectForm, isNew: boolean, close: boolean): Promise<void> {
    const { kind, ref } = form.object
    const title = isNew ? words.creation : words.changing
    const notify = () => notifyWritten(title, form.presentation(), () => this.#events.open(kind, ref))
    if (close && switches.order === 'close-first') this.#desk.close(form)
    await wait(...STEP)
    notify()
    await wait(...STEP)
    if (close && switches.order === 'confirm-first') this.#desk.close(form)
    this.#events.written()
  }
}
