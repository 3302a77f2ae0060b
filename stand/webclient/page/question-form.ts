import { button } from './controls.ts'
import { append, at, css, el } from './dom.ts'
import { Form } from './form.ts'

export type Answer = { caption: string; press: () => void }

/** A question or an error in a small window: `form{N}_Message` and `form{N}_Button0…`; the first is the main one. */
export class QuestionForm extends Form {
  constructor(n: number, message: string, answers: readonly Answer[], done: (form: Form) => void) {
    super(n)
    css(this.container, at(0, 36, 460, 110))
    append(
      this.container,
      el('div', { id: this.id('Message'), class: 'staticText', style: at(16, 8, 430, 44) }, message),
      ...answers.map((answer, k) =>
        button(
          this,
          { name: `Button${k}`, caption: answer.caption, left: 16 + k * 110, top: 64, width: 100, main: k === 0 },
          () => {
            done(this)
            answer.press()
          },
        ),
      ),
    )
  }

  caption(): string {
    return '1С:Предприятие'
  }
}
