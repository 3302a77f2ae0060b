import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type SavedCard, Saves } from '../../../src/content/onec/saves.ts'
import { scanPage } from '../../../src/content/onec/scan.ts'
import { openFixture } from '../../support/onec-page.ts'

const PHONE = 'form2_КонтактнаяИнформацияПоле5f3c0c11x7a2ex11ecx8d3dx0050569b0a011_i0'
const USER = 'form2_ПользовательДляПереключенияЗвонков_i0'
const IVANOVA = 'Иванова Анна Сергеевна'

let doc: Document
let saves: Saves
let saved: SavedCard[]
let ended: AbortController

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  ended.abort()
  vi.useRealTimers()
})

/** Opens a card and lets it stand for a while, as a person does before touching it. */
function open(
  file: string,
  known: (card: SavedCard) => SavedCard['before'] = (card) => card.values,
  prepare: (title: Element) => void = () => {},
): void {
  doc = openFixture(file)
  prepare(byId('VW_page2headerTopLine_title'))
  saved = []
  ended = new AbortController()
  saves = new Saves(doc, {
    saved: async (card) => {
      saved.push(card)
      return known(card)
    },
  })
  saves.start(ended.signal)
  pass(3000)
}

/** Time goes by, with the looks at the page that go with it. */
function pass(ms: number): void {
  for (let gone = 0; gone < ms; gone += 250) {
    vi.advanceTimersByTime(250)
    saves.look(scanPage(doc).cards)
  }
}

const byId = (id: string): HTMLElement => {
  const element = doc.getElementById(id)
  if (!element) throw new Error(`no ${id}`)
  return element
}
const setValue = (id: string, value: string) => {
  ;(byId(id) as HTMLInputElement).value = value
}
const event = (type: string, init: object = {}) => {
  const view = doc.defaultView as unknown as { Event: typeof Event }
  return Object.assign(new view.Event(type, { bubbles: true }), { clientX: 0, clientY: 0 }, init)
}
function press(id: string): void {
  byId(id).dispatchEvent(event('pointerdown'))
  byId(id).dispatchEvent(event('pointerup'))
  if (doc.getElementById(id)) byId(id).dispatchEvent(event('click'))
}
const key = (init: { code: string; ctrlKey?: boolean }) =>
  doc.body.dispatchEvent(event('keydown', { ctrlKey: false, altKey: false, metaKey: false, ...init }))

const setCaption = (text: string) => {
  byId('VW_page2headerTopLine_title').setAttribute('title', text)
}
const add = (html: string) => doc.body.insertAdjacentHTML('beforeend', html)
const question = (text: string) =>
  add(`<div id="ps1win"><div id="form9_Message">${text}</div>
    <a class="press pressDefault" id="form9_Button0"><span>Да</span></a><a class="press" id="form9_Button1"><span>Нет</span></a>
    <a class="press" id="form9_Button2"><span>Отмена</span></a></div>`)
const closeForm = () => byId('page2').remove()

/** An existing card of which the user has just chosen a new user for calls. */
function openAndChange(): void {
  open('routing-after-save.html')
  doc.querySelector('.confirm')?.remove()
  press(USER)
  setValue(USER, 'Сидоров С. С.')
  setCaption('ИП Сидоров (Клиент) *')
  pass(500)
}

describe('a save that 1C has confirmed', () => {
  test('of a new card tells its user and phones, once', () => {
    open('routing-before-save.html')
    press('form2_ФормаЗаписать')
    expect(saved).toEqual([])
    setCaption('ИП Сидоров (Клиент)')
    pass(20_000)
    expect(saved).toEqual([
      { form: 2, values: { user: IVANOVA, phones: ['79035677876'] }, before: { user: '', phones: [] } },
    ])
  })

  test('tells what stood there at the click, not what 1C shows later', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    setValue(USER, '')
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved.map(({ values }) => values.user)).toEqual(['Сидоров С. С.'])
  })

  test('and closed is seen by the form going away', () => {
    openAndChange()
    press('form2_ФормаЗаписатьИЗакрыть')
    closeForm()
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test('and gone at the press already is seen, too', () => {
    openAndChange()
    byId('form2_ФормаЗаписатьИЗакрыть').dispatchEvent(event('pointerdown'))
    closeForm()
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test.each(['KeyS', 'Enter', 'NumpadEnter'])('by Ctrl and %s, in any keyboard layout', (code) => {
    openAndChange()
    key({ code, ctrlKey: true })
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test('where captions have no asterisk is seen by the notification', () => {
    open('routing-after-save.html')
    doc.querySelector('.confirm')?.remove()
    press(USER)
    setValue(USER, 'Сидоров С. С.')
    pass(500)
    press('form2_ФормаЗаписать')
    pass(500)
    expect(saved).toHaveLength(0)
    add('<div class="confirm"><div>Изменение</div><a class="hover-line">ИП Сидоров</a></div>')
    pass(500)
    expect(saved).toHaveLength(1)
  })

  test('after eight seconds is still seen', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    pass(8000)
    setCaption('ИП Сидоров (Клиент)')
    pass(500)
    expect(saved).toHaveLength(1)
  })

  test('with a message beside it is a save all the same', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    add('<div class="messages"><div id="msg0">Проверьте адрес</div></div>')
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test('«Да» to «Сохранить изменения?» tells', () => {
    openAndChange()
    question('Данные были изменены. Сохранить изменения?')
    press('form9_Button0')
    byId('ps1win').remove()
    closeForm()
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test('two quick saves give the last values', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    setValue(USER, IVANOVA)
    setValue(PHONE, '8 (903) 567-78-77')
    press('form2_ФормаЗаписать')
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved.at(-1)?.values).toEqual({ user: IVANOVA, phones: ['79035677877'] })
  })

  test('by 1C itself, with nothing pressed, is seen by the asterisk', () => {
    openAndChange()
    setCaption('ИП Сидоров (Клиент)')
    pass(2500)
    expect(saved).toHaveLength(1)
  })

  test('by 1C itself, in one turn, right after the card was opened, is not taken for its filling', () => {
    open('routing-after-save.html')
    doc.querySelector('.confirm')?.remove()
    setValue(USER, 'Сидоров С. С.')
    setCaption('ИП Сидоров (Клиент) *')
    saves.glance(scanPage(doc).cards, [])
    setCaption('ИП Сидоров (Клиент)')
    pass(3000)
    expect(saved.map(({ values }) => values.user)).toEqual(['Сидоров С. С.'])
  })

  test('a phone taken off the card is told as what was there before', () => {
    open('routing-after-save.html')
    press(PHONE)
    setValue(PHONE, '')
    setCaption('ИП Сидоров (Клиент) *')
    press('form2_ФормаЗаписать')
    setCaption('ИП Сидоров (Клиент)')
    pass(500)
    expect(saved).toEqual([
      { form: 2, values: { user: IVANOVA, phones: [] }, before: { user: IVANOVA, phones: ['79035677876'] } },
    ])
  })

  test('of a card that was changed before it was seen tells which phones stood beside its user', () => {
    open(
      'routing-after-save.html',
      (card) => card.values,
      (page) => page.setAttribute('title', 'ИП Сидоров (Клиент) *'),
    )
    press(USER)
    setValue(USER, '')
    press('form2_ФормаЗаписать')
    setCaption('ИП Сидоров (Клиент)')
    pass(500)
    expect(saved).toEqual([
      { form: 2, values: { user: '', phones: ['79035677876'] }, before: { user: null, phones: ['79035677876'] } },
    ])
  })

  test('in the moment when БСП builds the phones anew loses none of them', () => {
    openAndChange()
    const row = byId(PHONE.replace('_i0', '_div'))
    row.remove()
    press('form2_ФормаЗаписать')
    setCaption('ИП Сидоров (Клиент)')
    pass(250)
    expect(saved[0]?.values.phones).toEqual(['79035677876'])
  })

  test('whose rules could not be sent is told again by the next save', async () => {
    open('routing-before-save.html', (card) => card.before)
    press('form2_ФормаЗаписать')
    setCaption('ИП Сидоров (Клиент)')
    pass(500)
    await vi.waitFor(() => expect(saved).toHaveLength(1))
    press('form2_ФормаЗаписать')
    add('<div class="confirm">Изменение</div>')
    pass(500)
    expect(saved).toHaveLength(2)
  })
})

describe('a save while a field is being typed in', () => {
  const typing = (id: string, text: string) => {
    openAndChange()
    byId(id).focus()
    setValue(id, text)
  }

  test.each(['KeyS', 'Enter'])('by Ctrl and %s tells the user whom 1C made of the typed text', (code) => {
    typing(USER, 'Ив')
    key({ code, ctrlKey: true })
    setValue(USER, 'Иванова Анна')
    if (code === 'Enter') closeForm()
    else setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved.map(({ values }) => values)).toEqual([{ user: 'Иванова Анна', phones: ['79035677876'] }])
  })

  test('by the button too, where 1C makes the user of it only after the press', () => {
    typing(USER, 'Ив')
    byId('form2_ФормаЗаписать').dispatchEvent(event('pointerdown'))
    byId(USER).blur()
    byId('form2_ФормаЗаписать').dispatchEvent(event('pointerup'))
    byId('form2_ФормаЗаписать').dispatchEvent(event('click'))
    setValue(USER, 'Иванова Анна')
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved.map(({ values }) => values.user)).toEqual(['Иванова Анна'])
  })

  test('where 1C takes the typed text back tells the user that was there before, so nothing', () => {
    typing(USER, 'Иксов')
    key({ code: 'KeyS', ctrlKey: true })
    setValue(USER, IVANOVA)
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved).toEqual([])
  })

  test('tells the phone as 1C took it', () => {
    typing(PHONE, '8903567')
    key({ code: 'KeyS', ctrlKey: true })
    setValue(PHONE, '+7 (903) 567-78-99')
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved.map(({ values }) => values.phones)).toEqual([['79035677899']])
  })

  test('does not tell what is typed on after it, while 1C is slow', () => {
    typing(USER, 'Ив')
    key({ code: 'KeyS', ctrlKey: true })
    setValue(USER, 'Иванова Анна')
    pass(1000)
    byId(USER).dispatchEvent(event('keydown', { code: 'KeyG', key: 'п' }))
    setValue(USER, 'Иванова Анна п')
    pass(5000)
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved.map(({ values }) => values.user)).toEqual(['Иванова Анна'])
  })

  test('of a form that is emptied as it closes tells what was last seen there', () => {
    typing(USER, 'Ив')
    key({ code: 'Enter', ctrlKey: true })
    setValue(USER, 'Иванова Анна')
    pass(250)
    const input = byId(USER) as HTMLInputElement
    closeForm()
    input.value = ''
    pass(1000)
    expect(saved.map(({ values }) => values.user)).toEqual(['Иванова Анна'])
  })
})

describe('a save whose rules could not go out', () => {
  /** Takes the card away as a tab is closed, and gives it back under another number, as 1C opens it again. */
  const closeAndReopen = async (caption: string) => {
    const page = byId('page2')
    closeForm()
    pass(500)
    await vi.advanceTimersByTimeAsync(0)
    const again = page.cloneNode(true) as HTMLElement
    for (const element of again.querySelectorAll('[id]')) element.id = element.id.replace(/^form2_/, 'form8_')
    byId('pages_container').append(again)
    setValue(USER.replace('form2', 'form8'), (page.querySelector(`#${USER}`) as HTMLInputElement).value)
    setValue(PHONE.replace('form2', 'form8'), '8 (903) 567-78-76')
    setCaption(caption)
    pass(7000)
  }
  const saveAgain = () => {
    press('form8_ФормаЗаписать')
    add('<div class="confirm">Изменение</div>')
    pass(500)
  }
  const nothingSent = (card: SavedCard) => card.before

  test.each([
    ['an existing card', 'routing-after-save.html', 'ИП Сидоров (Клиент)'],
    ['a new card', 'routing-before-save.html', 'ИП Сидоров (Клиент)'],
  ])('of %s is told again when the card was closed and opened again', async (_what, file, caption) => {
    open(file, nothingSent)
    doc.querySelector('.confirm')?.remove()
    press(USER)
    setValue(USER, 'Сидоров С. С.')
    if (file.includes('after')) setCaption('ИП Сидоров (Клиент) *')
    pass(500)
    press('form2_ФормаЗаписатьИЗакрыть')
    await closeAndReopen(caption)
    expect(saved).toHaveLength(1)
    saveAgain()
    expect(saved).toHaveLength(2)
    expect(saved[1]).toEqual({ ...saved[0], form: 8 })
  })

  test('is told again once only when the second time succeeds', async () => {
    let known = nothingSent
    open('routing-before-save.html', (card) => known(card))
    press('form2_ФормаЗаписатьИЗакрыть')
    await closeAndReopen('ИП Сидоров (Клиент)')
    known = (card) => card.values
    saveAgain()
    await vi.waitFor(() => expect(saved).toHaveLength(2))
    doc.querySelector('.confirm')?.remove()
    saveAgain()
    expect(saved).toHaveLength(2)
  })

  test('has nothing to do with a card of another caption', async () => {
    open('routing-after-save.html', nothingSent)
    doc.querySelector('.confirm')?.remove()
    press(USER)
    setValue(USER, 'Сидоров С. С.')
    setCaption('ИП Сидоров (Клиент) *')
    press('form2_ФормаЗаписатьИЗакрыть')
    await closeAndReopen('ООО «Ромашка» (Клиент)')
    saveAgain()
    expect(saved).toHaveLength(1)
  })
})

describe('nothing is told', () => {
  test('of a refused save', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    add('<div class="balloon"><div class="balloonMessage">Поле «ИНН» не заполнено</div></div>')
    pass(2000)
    doc.querySelector('.balloon')?.remove()
    closeForm()
    pass(15_000)
    expect(saved).toEqual([])
  })

  test('of a save that ended in an error', () => {
    openAndChange()
    press('form2_ФормаЗаписатьИЗакрыть')
    add(
      '<div id="ps1win"><div id="form9_Message">Ошибка</div><a class="press pressDefault" id="form9_Button0">OK</a></div>',
    )
    pass(1000)
    press('form9_Button0')
    byId('ps1win').remove()
    closeForm()
    pass(1000)
    expect(saved).toEqual([])
  })

  test.each([
    ['Нет', 'form9_Button1'],
    ['Отмена', 'form9_Button2'],
  ])('when «%s» is the answer', (_answer, button) => {
    openAndChange()
    press('form2_ФормаЗаписатьИЗакрыть')
    question('Данные были изменены. Сохранить изменения?')
    pass(250)
    press(button)
    byId('ps1win').remove()
    closeForm()
    pass(15_000)
    expect(saved).toEqual([])
  })

  test('when the button was pressed, left and let go', () => {
    openAndChange()
    byId('form2_ФормаЗаписатьИЗакрыть').dispatchEvent(event('pointerdown'))
    doc.body.dispatchEvent(event('pointerup', { clientX: 300, clientY: 200 }))
    closeForm()
    pass(1000)
    expect(saved).toEqual([])
  })

  test('when neither the user nor a phone has changed', () => {
    open('routing-after-save.html')
    doc.querySelector('.confirm')?.remove()
    setValue('form2_Наименование_i0', 'ИП Сидоров-младший')
    setCaption('ИП Сидоров (Клиент) *')
    press('form2_ФормаЗаписать')
    setCaption('ИП Сидоров (Клиент)')
    add('<div class="confirm">Изменение</div>')
    pass(5000)
    expect(saved).toEqual([])
  })

  test('of a second save with the same values', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    setCaption('ИП Сидоров (Клиент)')
    pass(500)
    setCaption('ИП Сидоров (Клиент) *')
    press('form2_ФормаЗаписатьИЗакрыть')
    closeForm()
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test('when 1C says nothing for 15 seconds', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    pass(16_000)
    closeForm()
    pass(1000)
    expect(saved).toEqual([])
  })

  test('when the card is read again («Перечитать») and the old values come back', () => {
    openAndChange()
    setCaption('ИП Сидоров (Клиент)')
    setValue(USER, IVANOVA)
    pass(3000)
    expect(saved).toEqual([])
  })

  test('of rows that are built when their page is first opened', () => {
    open('routing-after-save.html')
    doc.querySelector('.confirm')?.remove()
    press(USER)
    const id = PHONE.replace('11x7a2e', '12x7a2e')
    byId('form2_container').insertAdjacentHTML(
      'beforeend',
      `<div id="${id.replace('_i0', '#title_text')}">Сотовый телефон:</div><label class="field"><input class="editInput" id="${id}"></label>`,
    )
    setValue(id, '+7 916 555-01-24')
    pass(500)
    press('form2_ФормаЗаписать')
    add('<div class="confirm">Изменение</div>')
    pass(1000)
    expect(saved).toEqual([])
  })
})
