import { describe, expect, test, vi } from 'vitest'
import { scanPage } from '../../../src/content/onec/scan.ts'
import {
  add,
  byId,
  closeForm,
  doc,
  event,
  IVANOVA,
  key,
  open,
  openAndChange,
  PHONE,
  pass,
  press,
  question,
  saved,
  saves,
  setCaption,
  setValue,
  USER,
} from './card-at-hand.ts'

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

  test.each([
    ['with the card’s name', 'ИП Сидоров', 1],
    ['of another object', 'ООО «Ромашка»', 0],
  ])('by 1C itself, where captions have no asterisk, is seen by a notice %s', (_what, name, times) => {
    open('routing-after-save.html')
    doc.querySelector('.confirm')?.remove()
    press(USER)
    setValue(USER, 'Сидоров С. С.')
    pass(500)
    add(`<div id="notificationArea"><div><div>Изменение</div><a>${name}</a></div></div>`)
    pass(3000)
    expect(saved).toHaveLength(times)
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
