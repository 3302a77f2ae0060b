// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Call } from '../../../src/protocol/call.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { TransferKind } from '../../../src/protocol/preferences.ts'
import type { OperatorState } from '../../../src/protocol/state.ts'
import { CallCard } from '../../../src/ui/CallCard.tsx'
import { transferTargets } from '../../../src/ui/choices.ts'
import type { Wish } from '../../../src/ui/wishes.ts'
import { freshState } from '../../support/peer.ts'
import { call } from './call.ts'

const talking = call({
  direction: 'incoming',
  answeredAt: 1,
  commands: ['clear', 'hold', 'consult', 'singleStepTransfer', 'generateDigits'],
})
const held = { ...talking, local: 'hold' as const, commands: ['clear', 'retrieve', 'consult', 'singleStepTransfer'] }

let root: HTMLElement
let wishes: Wish[]
let refuse: Partial<Record<Wish['command'], TrubkaError>>
let usual: TransferKind
let shown: Call
let lines: OperatorState['lines']
let colleagues: OperatorState['colleagues']

beforeEach(() => {
  root = document.body.appendChild(document.createElement('div'))
  wishes = []
  refuse = {}
  usual = 'consult'
  colleagues = freshState().colleagues
  lines = { '103': { state: 'talking', with: '79035677876' } }
  draw(talking)
})
afterEach(() => {
  render(null, root)
  root.remove()
})

function draw(call: Call) {
  shown = call
  const state = { ...freshState(), colleagues, lines }
  const transfers = {
    find: async (typed: string) => transferTargets(typed, state),
    usual,
    setUsual: (kind: TransferKind) => {
      usual = kind
      draw(shown)
    },
    version: lines,
  }
  const onWish = async (wish: Wish) => {
    wishes.push(wish)
    const error = refuse[wish.command]
    if (error) throw error
  }
  const opener = { open: async () => ({ opened: true, address: null }), copy: async () => true }
  const card = { call, language: 'ru', now: 0, transfers, opener, onWish } as const
  void act(() => render(<CallCard {...card} />, root))
}
const at = <T extends HTMLElement>(selector: string) =>
  root.querySelector<T>(selector) ?? expect.fail(`no ${selector} in ${root.innerHTML}`)
const press = (name: string) => act(() => at(`[data-command="${name}"]`).click())
const type = async (text: string) => {
  const field = at<HTMLInputElement>('[data-field="transfer"]')
  await act(() => {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await vi.waitFor(() => expect(root.querySelector('.t-person, .t-picker-nobody')).not.toBeNull())
}
const key = (name: string, shiftKey = false) =>
  act(() => {
    at('[data-field="transfer"]').dispatchEvent(
      new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true }),
    )
  })
const commands = () => [...root.querySelectorAll('.t-call-commands [data-command]')].map((each) => each.textContent)

describe('giving a call to a colleague', () => {
  test('choosing «Перевести» holds the caller at once and opens the picker with the focus in it', async () => {
    await press('pick')
    expect(wishes).toEqual([{ command: 'hold' }])
    expect(document.activeElement).toBe(at('[data-field="transfer"]'))
  })

  test('a colleague is shown with line, with whom they talk, department and number', async () => {
    await press('pick')
    await type('петр')
    expect(at('.t-person').textContent).toBe('ПСПетров Семён Ильичговорит с +7 903 567-78-76Сервис103')
  })

  test('Enter consults, and the picker closes', async () => {
    await press('pick')
    await type('gtnhj')
    await key('Enter')
    await vi.waitFor(() => expect(root.querySelector('.t-picker')).toBeNull())
    expect(wishes.at(-1)).toEqual({ command: 'consult', to: '103' })
  })

  test('Shift+Enter goes the other way, for once', async () => {
    await press('pick')
    await type('103')
    await key('Enter', true)
    await vi.waitFor(() => expect(wishes.at(-1)).toEqual({ command: 'singleStepTransfer', to: '103' }))
    expect(usual).toBe('consult')
  })

  test('the usual way can be changed, and Enter follows it', async () => {
    await press('pick')
    await act(() => at('[data-kind="singleStepTransfer"]').click())
    await type('103')
    await key('Enter')
    await vi.waitFor(() => expect(wishes.at(-1)).toEqual({ command: 'singleStepTransfer', to: '103' }))
  })

  test('Enter that is quicker than the search means its first answer', async () => {
    await press('pick')
    const field = at<HTMLInputElement>('[data-field="transfer"]')
    await act(() => {
      field.value = '103'
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    })
    await vi.waitFor(() => expect(wishes.at(-1)).toEqual({ command: 'consult', to: '103' }))
  })

  test('while the PBX puts the caller on hold nothing is possible; Enter asks all the same', async () => {
    await press('pick')
    draw({ ...talking, local: 'hold', commands: [] })
    await type('103')
    await key('Enter')
    await vi.waitFor(() => expect(wishes.at(-1)).toEqual({ command: 'consult', to: '103' }))
  })

  describe('while lines change under the list', () => {
    const rows = () => [...root.querySelectorAll('.t-person')].map((row) => /\d{3}$/.exec(row.textContent ?? '')?.[0])
    const someone = (number: string) => ({ id: `u${number}`, name: `Человек ${number}`, department: '', number })
    const redraw = async (numbers: readonly string[], busy?: string) => {
      colleagues = numbers.map(someone)
      lines = Object.fromEntries(
        numbers.map((each) => [each, { state: each === busy ? 'talking' : 'free', with: null }]),
      )
      draw(shown)
      await vi.waitFor(() => expect(rows()).toHaveLength(numbers.length))
    }
    beforeEach(async () => {
      await press('pick')
      await redraw(['111', '112', '113'])
      await key('ArrowDown')
    })

    test('the rows stay where they are, and Enter means the one that is marked', async () => {
      await redraw(['111', '112', '113'], '111')
      await vi.waitFor(() => expect(at('.t-person').textContent).toContain('говорит'))
      expect(rows()).toEqual(['111', '112', '113'])
      await key('Enter')
      await vi.waitFor(() => expect(wishes.at(-1)).toEqual({ command: 'consult', to: '112' }))
    })

    test('a colleague who came to stand before the marked one is not called', async () => {
      await redraw(['110', '111', '112', '113'])
      expect(rows()).toEqual(['111', '112', '113', '110'])
      await key('Enter')
      await vi.waitFor(() => expect(wishes.at(-1)).toEqual({ command: 'consult', to: '112' }))
    })

    test('nobody is called in the place of one who is gone', async () => {
      const before = wishes.length
      await redraw(['111', '113'])
      await key('Enter')
      expect(wishes).toHaveLength(before)
      await key('ArrowDown')
      await key('Enter')
      await vi.waitFor(() => expect(wishes.at(-1)).toEqual({ command: 'consult', to: '111' }))
    })
  })

  test('a free number will do', async () => {
    await press('pick')
    await type('8 903 567-78-76')
    await key('Enter')
    await vi.waitFor(() => expect(wishes.at(-1)).toEqual({ command: 'consult', to: '79035677876' }))
  })

  test('Esc gives the caller back', async () => {
    await press('pick')
    draw({ ...held, commands: ['clear', 'retrieve', 'consult'] })
    await key('Escape')
    await vi.waitFor(() => expect(wishes).toEqual([{ command: 'hold' }, { command: 'retrieve' }]))
    expect(root.querySelector('.t-picker')).toBeNull()
  })

  test('a caller who was held before stays held', async () => {
    draw({ ...held, commands: ['clear', 'retrieve', 'consult'] })
    await press('pick')
    await key('Escape')
    await act(async () => {})
    expect(wishes).toEqual([])
  })

  test('a refused hold gives nobody back who never left', async () => {
    refuse.hold = new TrubkaError('refusedByPbx')
    await press('pick')
    await key('Escape')
    await act(async () => {})
    expect(wishes).toEqual([{ command: 'hold' }])
  })

  test('a refusal is said in the picker, which stays open', async () => {
    refuse.consult = new TrubkaError('calleeOffline')
    await press('pick')
    await type('103')
    await key('Enter')
    await vi.waitFor(() => expect(at('.t-picker [role="alert"]').textContent).not.toBe(''))
    expect(at<HTMLInputElement>('[data-field="transfer"]').value).toBe('103')
  })

  test('only the way that is possible is offered', async () => {
    usual = 'singleStepTransfer'
    draw({ ...talking, commands: ['clear', 'singleStepTransfer'] })
    await press('pick')
    await type('103')
    expect([...root.querySelectorAll('[data-kind]')].map((each) => each.textContent)).toEqual(['СразуEnter'])
    await key('Enter', true)
    expect(wishes).toEqual([])
    await key('Enter')
    await vi.waitFor(() => expect(wishes).toEqual([{ command: 'singleStepTransfer', to: '103' }]))
  })
})

describe('while consulting', () => {
  const consulting = {
    ...talking,
    local: 'connected' as const,
    consultation: { party: call().party, remote: 'alerting' as const, active: true, joined: false, cause: null },
    commands: ['transfer' as const, 'reconnect' as const, 'clear' as const],
  }

  test('both sides stand one under the other, with what is possible', () => {
    draw(consulting)
    expect([...root.querySelectorAll('.t-side')].map((side) => side.getAttribute('aria-label'))).toEqual([
      'Кого переводите: Неизвестный номер',
      'Кому переводите: Неизвестный номер',
    ])
    expect(commands()).toEqual(['Соединить', 'Вернуться', 'Завершить'])
  })

  test('toggling and three-way are shown only when they are offered', async () => {
    draw({ ...consulting, commands: [...consulting.commands, 'alternate', 'conference'] })
    expect(commands()).toEqual(['Соединить', 'Переключиться', 'Втроём', 'Вернуться', 'Завершить'])
    await press('alternate')
    expect(wishes).toEqual([{ command: 'alternate' }])
  })

  test('of three who talk together each is named, one can be disconnected, and Esc does not do that', async () => {
    draw({
      ...consulting,
      consultation: { ...consulting.consultation, remote: 'connected', joined: true },
      commands: ['reconnect', 'clear'],
    })
    expect([...root.querySelectorAll('.t-side-state')].map((each) => each.textContent)).toEqual([
      'В разговоре',
      'В разговоре',
    ])
    expect(commands()).toEqual(['Отключить', 'Выйти'])
    expect(root.querySelector('[data-command="reconnect"]')).toBeNull()
    await press('drop')
    expect(wishes).toEqual([{ command: 'reconnect' }])
  })

  test('one in vain says why, and somebody else can be chosen', async () => {
    draw({
      ...consulting,
      consultation: { ...consulting.consultation, remote: 'fail', cause: 'busy' },
      commands: ['reconnect', 'consult', 'clear'],
    })
    expect(root.textContent).toContain('Занято')
    expect(commands()).toEqual(['Вернуться', 'Перевести', 'Завершить'])
    await press('pick')
    await type('103')
    await key('Enter')
    await vi.waitFor(() => expect(wishes).toEqual([{ command: 'consult', to: '103' }]))
  })

  test('who waits is said, whichever of the two it is', () => {
    draw({ ...consulting, consultation: { ...consulting.consultation, remote: 'hold', active: false } })
    expect([...root.querySelectorAll('.t-side-state')].map((each) => each.textContent)).toEqual([
      'Говорит с вами',
      'Ждёт, играет музыка',
    ])
  })

  test('one begun elsewhere closes the picker', async () => {
    await press('pick')
    draw(consulting)
    expect(root.querySelector('.t-picker')).toBeNull()
  })
})

describe('the keypad', () => {
  test('sends digits in the order of the presses, by mouse and by keyboard', async () => {
    await press('keypad')
    await act(() => at('[data-digit="5"]').click())
    await act(() => {
      at('.t-keypad').dispatchEvent(new KeyboardEvent('keydown', { key: '#', bubbles: true, cancelable: true }))
    })
    await vi.waitFor(() =>
      expect(wishes).toEqual([
        { command: 'generateDigits', digits: '5' },
        { command: 'generateDigits', digits: '#' },
      ]),
    )
    expect(at('.t-keypad-sent').textContent).toBe('5#')
  })

  test('goes when no digits can be sent any more', async () => {
    await press('keypad')
    draw({ ...talking, commands: ['clear'] })
    expect(root.querySelector('.t-keypad')).toBeNull()
  })
})
