import { append, at, clear, el, remove } from './dom.ts'
import type { Form } from './form.ts'
import { switches } from './switches.ts'
import { words } from './words.ts'

/** A notification stays about this long (D6.5). */
const NOTICE_MS = 10_000

/** «Изменение: X» after a write: `div.confirm`, or an entry of `#notificationArea` on newer platforms. */
export function notifyWritten(title: string, presentation: string, open: () => void): void {
  if (switches.confirm === 'none') return
  const link = el('a', { class: 'hover-line', href: 'javascript:void(0)' }, presentation)
  const old = switches.confirm === 'old'
  const cross = el('span', { title: words.close, ...(old ? {} : { class: 'notificationClose' }) }, '×')
  const node = el('div', { class: old ? 'confirm' : 'notificationItem' }, el('div', {}, title), link, cross)
  link.addEventListener('click', (event) => {
    event.preventDefault()
    if (event.isTrusted) open()
  })
  cross.addEventListener('click', (event) => {
    if (event.isTrusted) remove(node)
  })
  const area = document.getElementById('notificationArea')
  append(old || !area ? document.body : area, node)
  setTimeout(() => remove(node), NOTICE_MS)
}

/** A refusal: a balloon at the form, and the message among the form's messages. */
export function showRefusal(form: Form, message: string): void {
  clearRefusal(form)
  const balloon = el(
    'div',
    { class: 'balloon', style: at(520, 10, 360, 60) },
    el('div', { class: 'balloonTitle' }, words.failed),
    el('div', { class: 'balloonMessage' }, message),
  )
  const messages = el(
    'div',
    { class: 'messages', style: at(760, 80, 340, 80) },
    el('div', { id: 'msg0', class: 'message' }, message),
  )
  if (switches.refusal !== 'messages') append(form.container, balloon)
  if (switches.refusal !== 'balloon') append(form.container, messages)
}

export function clearRefusal(form: Form): void {
  remove(...form.container.querySelectorAll('.balloon, .messages'))
}

let curtain: HTMLElement | null = null

/** `.waitCurtain` while the server is asked. */
export function showBusy(on: boolean): void {
  if (on && !curtain && switches.curtain === 'shown') {
    curtain = el('div', { class: 'waitCurtain' }, el('div', { class: 'loadingImage' }))
    append(document.body, curtain)
  } else if (!on && curtain) {
    clear(curtain)
    remove(curtain)
    curtain = null
  }
}
