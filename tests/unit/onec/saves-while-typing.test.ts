import { describe, expect, test } from 'vitest'
import {
  byId,
  closeForm,
  event,
  IVANOVA,
  key,
  openAndChange,
  PHONE,
  pass,
  saved,
  setCaption,
  setValue,
  USER,
} from './card-at-hand.ts'

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
