// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest'
import { panelKeys } from '../../../src/popup/keys.ts'

let pressed: string[]
let root: HTMLElement
let stop: AbortController

beforeEach(() => {
  document.body.innerHTML = `
    <main>
      <input data-field="dial" />
      <section class="t-call talking"><button data-command="clear" id="end"></button></section>
      <section class="t-call ringing"><button data-command="answer" id="answer"></button><button data-command="clear" id="decline"></button></section>
    </main>`
  pressed = []
  root = document.querySelector('main') ?? expect.fail()
  for (const button of root.querySelectorAll('button')) button.addEventListener('click', () => pressed.push(button.id))
  stop = new AbortController()
  panelKeys(root, stop.signal)
  return () => stop.abort()
})
const key = (code: string, target: EventTarget = document.body, altKey = false) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { code, altKey, bubbles: true, cancelable: true }))
const field = () => document.querySelector('input') ?? expect.fail()

describe('the panel’s keys', () => {
  test('A answers what rings, E ends the talk, in either keyboard layout', () => {
    key('KeyA')
    key('KeyE')
    expect(pressed).toEqual(['answer', 'end'])
  })

  test('E declines when nothing but a ringing call is there', () => {
    document.querySelector('.talking')?.remove()
    key('KeyE')
    expect(pressed).toEqual(['decline'])
  })

  test('E ends the talk, not the call that is held', () => {
    document
      .querySelector('main')
      ?.insertAdjacentHTML(
        'afterbegin',
        '<section class="t-call talking held"><button data-command="clear"></button></section>',
      )
    key('KeyE')
    expect(pressed).toEqual(['end'])
  })

  test('while a colleague is chosen for the talk, E and H do nothing to the call that rings', () => {
    const talk = document.querySelector('.talking') ?? expect.fail()
    talk.innerHTML = '<input data-field="transfer" />'
    document
      .querySelector('.ringing')
      ?.insertAdjacentHTML('beforeend', '<button data-command="hold" id="hold"></button>')
    document.querySelector('#hold')?.addEventListener('click', () => pressed.push('hold'))
    key('KeyE')
    key('KeyH')
    key('KeyE', talk.querySelector('input') ?? expect.fail(), true)
    expect(pressed).toEqual([])
  })

  test('E pressed twice ends one call: while that is awaited, no other', () => {
    const end = document.querySelector<HTMLButtonElement>('#end') ?? expect.fail()
    end.addEventListener('click', () => {
      end.disabled = true
    })
    key('KeyE')
    key('KeyE')
    expect(pressed).toEqual(['end'])
  })

  test('E pressed twice ends one call, also when that is over before the second press', () => {
    for (const [index, card] of [...root.querySelectorAll<HTMLElement>('.t-call')].entries())
      card.dataset.call = `c${index}`
    key('KeyE')
    document.querySelector('.talking')?.remove()
    key('KeyE')
    expect(pressed).toEqual(['end'])
  })

  test('H holds, T transfers', () => {
    const talk = document.querySelector('.talking') ?? expect.fail()
    for (const command of ['hold', 'pick']) {
      const button = talk.appendChild(document.createElement('button'))
      button.dataset.command = command
      button.addEventListener('click', () => pressed.push(command))
    }
    key('KeyH')
    key('KeyT')
    expect(pressed).toEqual(['hold', 'pick'])
  })

  test('Esc goes back to the caller, but not from the field, where it closes the popup', () => {
    const button = root.appendChild(document.createElement('button'))
    button.dataset.command = 'reconnect'
    button.addEventListener('click', () => pressed.push('reconnect'))
    const pressEscape = (target: EventTarget) =>
      target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
    pressEscape(field())
    expect(pressed).toEqual([])
    pressEscape(document.body)
    expect(pressed).toEqual(['reconnect'])
  })

  test('/ goes to the dial field', () => {
    key('Slash')
    expect(document.activeElement).toBe(field())
  })

  test('in the field letters are letters; with Alt they are commands', () => {
    key('KeyA', field())
    expect(pressed).toEqual([])
    key('KeyA', field(), true)
    expect(pressed).toEqual(['answer'])
  })

  test('in a list of options letters look for one; in a row of choices and on a slider they are commands', () => {
    const options = root.appendChild(document.createElement('select'))
    key('KeyA', options)
    expect(pressed).toEqual([])
    const choice = root.appendChild(Object.assign(document.createElement('input'), { type: 'radio' }))
    key('KeyA', choice)
    expect(pressed).toEqual(['answer'])
    const slider = root.appendChild(Object.assign(document.createElement('input'), { type: 'range' }))
    key('KeyE', slider)
    expect(pressed).toEqual(['answer', 'end'])
  })

  test('are let go with the panel', () => {
    stop.abort()
    key('KeyA')
    expect(pressed).toEqual([])
  })
})
