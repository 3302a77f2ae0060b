import { describe, expect, test } from 'vitest'
import {
  add,
  byId,
  closeForm,
  doc,
  key,
  open,
  openAndChange,
  pass,
  press,
  question,
  saved,
  setCaption,
  setValue,
  USER,
} from './card-at-hand.ts'

describe('a save that 1C asks about', () => {
  test('is told though the person thinks for a minute before «Да»', () => {
    openAndChange()
    press('form2_ФормаЗаписатьИЗакрыть')
    question('Найдены похожие клиенты. Продолжить?')
    pass(60_000)
    press('form9_Button0')
    byId('ps1win').remove()
    closeForm()
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test('is not told when the question is put away with Escape', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    question('Найдены похожие клиенты. Записать нового?')
    pass(500)
    key({ code: 'Escape' })
    byId('ps1win').remove()
    pass(500)
    closeForm()
    pass(1000)
    expect(saved).toEqual([])
  })

  test.each(['Enter', 'NumpadEnter', 'Space'])('is told when %s presses «Да»', (code) => {
    openAndChange()
    question('Данные были изменены. Сохранить изменения?')
    byId('form9_Button0').tabIndex = 0
    byId('form9_Button0').focus()
    key({ code })
    byId('ps1win').remove()
    closeForm()
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test('in English, too', () => {
    openAndChange()
    add(`<div id="ps1win"><div id="form9_Message">The data has been changed. Do you want to save the changes?</div>
      <a class="press pressDefault" id="form9_Button0"><span>Yes</span></a><a class="press" id="form9_Button1"><span>No</span></a></div>`)
    press('form9_Button0')
    byId('ps1win').remove()
    closeForm()
    pass(1000)
    expect(saved).toHaveLength(1)
  })

  test('about something else has nothing to do with the card below it', () => {
    openAndChange()
    question('Пометить на удаление?')
    press('form9_Button0')
    byId('ps1win').remove()
    pass(2000)
    closeForm()
    pass(1000)
    expect(saved).toEqual([])
  })
})

test('an error about a save is no question: its OK saves nothing', () => {
  openAndChange()
  add(
    '<div id="ps1win"><div id="form9_Message">Не удалось записать: «ИП Сидоров»!</div><a class="press pressDefault" id="form9_Button0">OK</a></div>',
  )
  press('form9_Button0')
  byId('ps1win').remove()
  closeForm()
  pass(1000)
  expect(saved).toEqual([])
})

describe('a form that goes away after a save was pressed', () => {
  test('with all of 1C, because the session ended, has not been saved', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    byId('pages_container').remove()
    add('<div id="authWindow"></div>')
    pass(1000)
    expect(saved).toEqual([])
  })

  test('by the form’s own cross, after a refusal, has not been saved', () => {
    openAndChange()
    press('form2_ФормаЗаписать')
    pass(8000)
    add('<div class="messages"><div id="msg0">Поле «ИНН» заполнено неверно</div></div>')
    pass(1000)
    press('VW_page2headerTopLine_cmd_CloseButton')
    closeForm()
    pass(15_000)
    expect(saved).toEqual([])
  })
})

describe('two cards', () => {
  /** The same kind of card, open on another page. */
  function openSecond(): void {
    const page = byId('page2')
    const second = page.cloneNode(true) as HTMLElement
    for (const element of [second, ...second.querySelectorAll('[id]')]) {
      element.id = element.id.replace(/^form2_/, 'form8_').replace('page2', 'page8')
    }
    page.style.display = 'none'
    byId('pages_container').append(second)
    setValue(USER.replace('form2', 'form8'), 'Иванова Анна Сергеевна')
    byId('VW_page8headerTopLine_title').setAttribute('title', 'ООО «Ромашка» (Клиент)')
    pass(7000)
  }

  test('are saved each for itself, the other in its tab untouched', () => {
    openAndChange()
    openSecond()
    press('form8_ФормаЗаписать')
    setValue(USER.replace('form2', 'form8'), 'Петров П. П.')
    byId('VW_page8headerTopLine_title').setAttribute('title', 'ООО «Ромашка» (Клиент) *')
    press('form8_ФормаЗаписать')
    byId('VW_page8headerTopLine_title').setAttribute('title', 'ООО «Ромашка» (Клиент)')
    pass(1000)
    expect(saved.map(({ form, values }) => [form, values.user])).toEqual([[8, 'Петров П. П.']])
  })

  test('one that was changed and left is told when it is saved later', () => {
    openAndChange()
    openSecond()
    byId('page8').style.display = 'none'
    byId('page2').style.display = ''
    pass(500)
    press('form2_ФормаЗаписать')
    setCaption('ИП Сидоров (Клиент)')
    pass(1000)
    expect(saved.map(({ form, values }) => [form, values.user])).toEqual([[2, 'Сидоров С. С.']])
  })
})

test('a notification that stood there before the save says nothing of it', () => {
  open('routing-after-save.html')
  press(USER)
  setValue(USER, 'Сидоров С. С.')
  press('form2_ФормаЗаписать')
  pass(14_000)
  expect(doc.querySelector('.confirm')).not.toBeNull()
  expect(saved).toEqual([])
})
