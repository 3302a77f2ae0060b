import { describe, expect, test } from 'vitest'
import { compileMap } from '../../../src/content/onec/mapped.ts'
import { formPattern, ruleOf } from '../../../src/content/teach/rule.ts'

describe('what is remembered of a field that was pointed at', () => {
  test('its caption and the kind of its form, not the object that was open', () => {
    const field = { caption: 'Связь:', formCaption: 'ООО «Ромашка» (Клиент) *', name: 'Связь', isUnique: true }
    expect(ruleOf(field, 'phone')).toEqual({ means: 'phone', caption: 'Связь', form: '*Клиент*' })
  })

  test('the element’s name too, where captions are the same or there is none', () => {
    const twice = { caption: 'Номер', formCaption: 'Клиент', name: 'Номер2', isUnique: false }
    expect(ruleOf(twice, 'phone')).toMatchObject({ caption: 'Номер', name: 'Номер2' })
    const mute = { caption: '', formCaption: '', name: 'Связь', isUnique: false }
    expect(ruleOf(mute, 'phone')).toEqual({ means: 'phone', name: 'Связь' })
  })

  test('a column is known by its list', () => {
    const column = { caption: 'Номер', formCaption: 'Клиенты', list: 'Список' }
    expect(ruleOf(column, 'phone')).toEqual({ means: 'phone', caption: 'Номер', list: 'Список', form: 'Клиенты' })
  })

  test.each([
    ['ООО «Ромашка» (Клиент)', ['ИП Сидоров (Клиент)', 'Клиент (создание)', 'Клиент (создание) *'], ['Заказ 5']],
    ['Клиент (создание) *', ['ООО «Ромашка» (Клиент)'], ['Сотрудник (создание)']],
    ['Телефонный звонок 000000012 от 01.02.2026', ['Телефонный звонок 7 от 3.03.2026'], ['Заказ 7 от 3.03.2026']],
    ['Заказ № ТД-15 от 1.02', ['Заказ № ТД-16 от 2.02'], ['Телефонный звонок 7']],
    ['Клиенты', ['Клиенты'], ['Клиенты и партнёры']],
  ])('in the form %s it is meant for all forms of that kind', (caption, same, other) => {
    const mapped = compileMap([{ means: 'phone', name: 'Связь', form: formPattern(caption), from: 'taught' }])
    const fits = (form: string) => mapped({ form, caption: '', name: 'Связь' }) !== null
    expect([caption, ...same].map(fits)).not.toContain(false)
    expect(other.map(fits)).not.toContain(true)
  })
})
