import { describe, expect, test } from 'vitest'
import { meaningOfCaption, meaningOfName } from '../../../src/content/onec/meaning.ts'

describe('what a field is, by its caption', () => {
  test.each([
    'Телефон:',
    'Телефон\u00a0:',
    'Тел.',
    'Телефоны',
    'Контактный телефон',
    'Мобильный телефон',
    'Моб. тел.',
    'Сотовый телефон:',
    'Рабочий телефон *',
    'Телефон/факс',
    'Как связаться:',
    'Внутренний номер',
    'Phone:',
    'Mobile phone',
  ])('«%s» is a phone', (caption) => {
    expect(meaningOfCaption(caption)).toBe('phone')
  })

  test.each([
    '',
    'ИНН',
    'Количество телефонов',
    'Модель телефона',
    'Код страны',
    'Дата звонка',
    'Телефонный звонок',
    'Телефония',
    'Автомобиль',
    'Мобилизация',
    'Отель',
    'Счет за телефон',
    'E-mail',
    'Номер',
  ])('«%s» is none', (caption) => {
    expect(meaningOfCaption(caption)).toBe('other')
  })

  test('a fax is a number nobody is called on', () => {
    expect(meaningOfCaption('Факс:')).toBe('fax')
  })

  test.each(['Переключение звонков на:', 'Переключение\u00a0звонков на', 'Переключатель для перевода звонков'])(
    '«%s» is the routing field',
    (caption) => {
      expect(meaningOfCaption(caption)).toBe('routing')
    },
  )
})

describe('what a field without a caption is, by the name of its element', () => {
  test.each([
    ['АбонентКакСвязаться', 'phone'],
    ['КонтактнаяИнформацияПолеТелефонПользователя', 'phone'],
    ['МобильныйТелефон', 'phone'],
    ['КонтактнаяИнформацияПолеEmailПользователя', 'other'],
    ['НомерТелефона', 'other'],
    ['КоличествоТелефонов', 'other'],
    ['ПереключательДляПереводаЗвонков', 'routing'],
    ['ПользовательДляПереключенияЗвонков', 'routing'],
  ])('%s: %s', (name, meaning) => {
    expect(meaningOfName(name)).toBe(meaning)
  })
})
