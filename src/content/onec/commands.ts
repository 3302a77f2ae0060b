import { LETTER } from '../../phone/letters.ts'
import { parseId } from './ids.ts'
import { formIsOpen, formOfKeys, rootOf, shownRoots } from './pages.ts'
import { plainCaption } from './text.ts'
import { isVisible } from './visible.ts'

/** What a person has just asked 1C for, as far as it concerns saving. */
export type Intent =
  | { kind: 'save'; form: number }
  /** An answer to a question of 1C; `asksToSave`: «Данные были изменены. Сохранить изменения?» */
  | { kind: 'answer'; answer: 'yes' | 'no' | 'cancel'; asksToSave: boolean; form: number | null }

const SAVE_NAME = /(?:Записать|Провести)/u
/** In menus commands have no names, only captions. */
const SAVE_CAPTION = new RegExp(`^(?:записать|провести|save|write|post)(?!${LETTER})`, 'u')
const SAVE_QUESTION = /сохранить|записать|save|write/iu

/** What a press on this element means. */
export function intentOfPress(target: EventTarget | null): Intent | null {
  const element = target as Element | null
  if (!element || typeof element.closest !== 'function') return null
  const button = element.closest('a.press, .press')
  if (button) return intentOfButton(button)
  const item = element.closest('.submenuBlock, .submenuText')
  if (!item || !SAVE_CAPTION.test(plainCaption(item.textContent ?? ''))) return null
  const form = formOfKeys(item.ownerDocument)
  return form === null ? null : { kind: 'save', form }
}

function intentOfButton(button: Element): Intent | null {
  const parsed = parseId(button.id)
  if (!parsed || button.classList.contains('pressDisabled')) return null
  const question = button.ownerDocument.getElementById(`form${parsed.form}_Message`)
  if (question) return intentOfAnswer(button, question, parsed.form)
  return SAVE_NAME.test(parsed.name) ? { kind: 'save', form: parsed.form } : null
}

function intentOfAnswer(button: Element, question: Element, questionForm: number): Intent | null {
  const caption = plainCaption(button.textContent ?? '')
  const answer = /^(?:да|yes|ok|ок)$/u.test(caption) ? 'yes' : /^(?:нет|no)$/u.test(caption) ? 'no' : 'cancel'
  // One button alone asks nothing: «Не удалось записать».
  const asks = question.ownerDocument.querySelectorAll(`[id^="form${questionForm}_"].press`).length > 1
  return {
    kind: 'answer',
    answer,
    asksToSave: asks && SAVE_QUESTION.test(question.textContent ?? ''),
    form: formBelow(button.ownerDocument, questionForm, question),
  }
}

/** The form a question is about: the uppermost one that is not the question. */
function formBelow(doc: Document, questionForm: number, question: Element): number | null {
  const own = rootOf(question)
  for (const root of shownRoots(doc).reverse()) {
    if (root === own && !root.querySelector('[id$="_container"]')) continue
    const forms = [...root.querySelectorAll('[id^="form"]')]
      .map((element) => parseId(element.id)?.form)
      .filter((form) => form !== undefined && form !== questionForm && form !== 0)
    const form = forms.at(-1)
    if (form !== undefined && formIsOpen(doc, form)) return form
  }
  return null
}

/** Ctrl+S and Ctrl+Enter, in any keyboard layout; Enter and Space on a button of 1C's. */
export function intentOfKey(event: KeyboardEvent, doc: Document): Intent | null {
  const save = event.code === 'KeyS' || event.code === 'Enter' || event.code === 'NumpadEnter'
  if ((event.ctrlKey || event.metaKey) && !event.altKey && save) {
    const form = formOfKeys(doc)
    return form === null ? null : { kind: 'save', form }
  }
  if (event.code === 'Escape') {
    const asked = questionOn(doc)
    return (
      asked && { kind: 'answer', answer: 'cancel', asksToSave: false, form: formBelow(doc, asked.form, asked.question) }
    )
  }
  const presses = event.code === 'Enter' || event.code === 'NumpadEnter' || event.code === 'Space'
  if (!presses || event.ctrlKey || event.altKey || event.metaKey) return null
  if (doc.activeElement?.closest('.press')) return intentOfPress(doc.activeElement)
  // Enter in a question without a focused button presses the default one.
  const asked = questionOn(doc)
  const usual = asked && doc.querySelector(`[id^="form${asked.form}_"].pressDefault`)
  return usual && event.code !== 'Space' ? intentOfPress(usual) : null
}

function questionOn(doc: Document): { question: Element; form: number } | null {
  const question = [...doc.querySelectorAll('[id^="form"][id$="_Message"]')].findLast(isVisible)
  const form = question && parseId(question.id)?.form
  return question && form !== undefined ? { question, form } : null
}
