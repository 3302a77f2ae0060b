import { LETTER } from '../../phone/letters.ts'
import { idOf, parseId } from './ids.ts'
import { type Mapped, UNMAPPED } from './mapped.ts'
import {
  isNeutral,
  isPartOfPhoneDialog,
  type Meant,
  meaningOfCaption,
  meaningOfLooseName,
  meaningOfName,
} from './meaning.ts'
import { captionOf, rootOf } from './pages.ts'
import { plainValue } from './text.ts'

/** A field of a form: an input, or a label that shows a value. `read` gives what stands there at that moment. */
export type Field = {
  form: number
  name: string
  kind: 'input' | 'label'
  caption: string
  /** What bears the value. */
  element: HTMLElement
  /** What is measured and hit-tested: the field with 1C's own buttons in it. */
  box: Element
  read: () => string
} & Meant

const FIELDS = ['input[id^="form"]', 'textarea[id^="form"]', '.staticText', '.staticTextHyper']
/** An input is known by its id; its class is not the same in all platforms. */
const INPUT_ID = /_i\d+$/u

export function fieldsIn(root: Element, mapped: Mapped): Field[] {
  const fields: Field[] = []
  const formCaption = mapped === UNMAPPED ? '' : captionOf(root)
  for (const element of candidatesIn(root)) {
    // A window inside a page is a root of its own.
    if (rootOf(element) !== root) continue
    const field = describe(element, formCaption, mapped)
    if (field) fields.push(field)
  }
  return fields
}

/**
 * In their order. One tag or class at a time: that takes the browser a tenth of what one selector for all of them does,
 * and a page may hold very many cells that are none.
 */
function candidatesIn(root: Element): HTMLElement[] {
  const found = new Set(FIELDS.flatMap((selector) => [...root.querySelectorAll<HTMLElement>(selector)]))
  return [...found].sort((a, b) => (a.compareDocumentPosition(b) & FOLLOWING ? -1 : 1))
}

const FOLLOWING = 4

function describe(element: HTMLElement, formCaption: string, mapped: Mapped): Field | null {
  const parsed = parseId(element.id)
  // Inputs inside a grid edit a cell and lie above it: they are the list's business.
  if (!parsed || element.id.includes('#') || element.closest('.grid')) return null
  const isInput = 'value' in element
  if (isInput && !INPUT_ID.test(element.id) && !element.classList.contains('editInput')) return null
  const { form, name } = parsed
  const caption = captionOfField(element, form, name)
  const meant =
    ruled(mapped({ form: formCaption, caption, name })) ?? meantBy(element.ownerDocument, form, name, caption)
  const field = { form, name, caption, ...meant, element }
  if (isInput)
    return { ...field, kind: 'input', box: element.closest('.field') ?? element, read: () => readInput(element) }
  const label: Field = { ...field, kind: 'label', box: element, read: () => readLabel(element) }
  const inText = caption === '' && meant.why === 'nothing' ? captionInText(label.read()) : null
  if (inText === null) return label
  return { ...label, caption: inText, meaning: 'phone', why: 'caption', read: () => phoneLines(readLabel(element)) }
}

/** «Телефон: 8 903 567-78-76» as the text of a decoration, on a line of its own or not. */
const CAPTIONED = /^\s*([^:\n\d]{2,60}):(.*)$/u

function captionInText(text: string): string | null {
  if (!text.includes(':')) return null
  const captions = text.split('\n').map((line) => plainValue(CAPTIONED.exec(line)?.[1] ?? ''))
  return captions.find((caption) => meaningOfCaption(caption) === 'phone') ?? null
}

function phoneLines(text: string): string {
  const lines = text.split('\n').map((line) => CAPTIONED.exec(line))
  return lines.map((line) => (meaningOfCaption(line?.[1] ?? '') === 'phone' ? (line?.[2] ?? '') : '')).join('\n')
}

/** The property, never the attribute: 1C assigns it without any event (onec D2). */
function readInput(element: HTMLElement): string {
  const { value } = element as HTMLInputElement
  if (value !== '') return value
  // A field of several references keeps them beside an empty input.
  const chips = [...(element.closest('.field')?.querySelectorAll('.chipsItem .chipsTitle') ?? [])]
  return chips.map((chip) => chip.textContent).join(', ')
}

function readLabel(element: HTMLElement): string {
  const text = element.ownerDocument.getElementById(`${element.id}#text`)
  return (text && element.contains(text) ? text : element).textContent ?? ''
}

/** By the title's place, else by the label that points to the input. Titles lie beside the field, never around it. */
function captionOfField(element: HTMLElement, form: number, name: string): string {
  const doc = element.ownerDocument
  const title =
    doc.getElementById(idOf(form, name, '#title_text')) ?? doc.getElementById(idOf(form, name, '#title_div'))
  if (title?.textContent) return plainValue(title.textContent)
  const { labels } = element as HTMLInputElement
  for (const label of labels ?? []) {
    if (!label.contains(element) && label.textContent) return plainValue(label.textContent)
  }
  return plainValue(element.getAttribute('aria-label') ?? '')
}

const ruled = (rule: ReturnType<Mapped>): Meant | null => rule && { meaning: rule.means, why: rule.from }

function meantBy(doc: Document, form: number, name: string, caption: string): Meant {
  if (name.startsWith('Комментарий')) return { meaning: 'other', why: 'comment' }
  if (isPartOfPhoneDialog(name) && doc.getElementById(idOf(form, 'КодГорода_i0'))) {
    return { meaning: 'other', why: 'phoneDialog' }
  }
  const meaning = caption === '' ? meaningOfLooseName(name) : meaningOfCaption(caption)
  if (meaning !== 'other') return { meaning, why: caption === '' ? 'name' : 'caption' }
  // Names of elements stay Russian in every language of the interface: «How to contact» is «АбонентКакСвязаться».
  const named = meaningOfName(name)
  if (named === 'routing' || (named === 'phone' && isNeutral(caption))) return { meaning: named, why: 'name' }
  return hasCallCommand(doc, form, name)
    ? { meaning: 'phone', why: 'callCommand' }
    : { meaning: 'other', why: isNeutral(caption) ? 'nothing' : 'caption' }
}

const CALLS = new RegExp(`позвонить|(?<!${LETTER})call(?!${LETTER})`, 'iu')

/** БСП puts «Позвонить по телефону» beside every value of type Телефон, whatever the kind is called. */
function hasCallCommand(doc: Document, form: number, name: string): boolean {
  const command = doc.getElementById(idOf(form, `Команда${name}`))
  const tooltip = command?.getAttribute('title') ?? command?.closest('.framePress')?.getAttribute('title') ?? ''
  return CALLS.test(tooltip) && !/skype/iu.test(tooltip)
}
