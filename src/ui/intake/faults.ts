import type { IntakeForm } from '../../protocol/intake.ts'
import type { IntakeWords } from '../words/intake.ts'
import type { Field } from './draft.ts'

export type Faults = Partial<Record<Field, string>>

/** What keeps the form from being registered, in words, each at its field. */
export function faultsOf(form: IntakeForm, words: IntakeWords): Faults {
  const faults: Faults = {}
  if (form.client === null) {
    if (blank(form.name) && blank(form.company) && blank(form.phone)) faults.name = words.whoMissing
    if (!blank(form.email) && !/^\S+@\S+$/.test(form.email.trim())) faults.email = words.emailWrong
    if (!blank(form.phone) && form.phone.replace(/\D/g, '').length < 2) faults.phone = words.phoneWrong
  }
  if (form.interest === null && blank(form.topic) && blank(form.whatToDo)) faults.topic = words.topicMissing
  return faults
}

const blank = (text: string) => text.trim() === ''
