import { describe, expect, test } from 'vitest'
import {
  add,
  byId,
  closeForm,
  doc,
  event,
  IVANOVA,
  open,
  openAndChange,
  PHONE,
  pass,
  press,
  question,
  saved,
  setCaption,
  setValue,
  USER,
} from './card-at-hand.ts'

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
