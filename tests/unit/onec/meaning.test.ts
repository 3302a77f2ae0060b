import { describe, expect, test } from 'vitest'
import { isNeutral, meaningOfCaption, meaningOfLooseName, meaningOfName } from '../../../src/content/onec/meaning.ts'

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
    'Telephone',
    'Work telephone:',
    'Telephone number',
    'Phone number',
    'Cell',
    'Mobile',
    'Phone (with area code)',
    'Телефонный номер',
    'Контактный телефонный номер',
    'Телефон с кодом города',
    'Телефон (с кодом)',
    'Телефон, e-mail',
    'Телефон оператора',
    'Телефон типографии',
    'Сот.',
    'Сот. тел.',
    'Моб.',
    'Телефон 2',
    'Доп. телефон',
    'Номер телефона',
    'Контактные телефоны:',
    'Тел./факс',
    'Внутр. номер',
    'Внутренний телефон',
    'Контактный номер',
    'Номер для связи',
    'Мобильный номер',
    'Mobile number',
    'Cell phone',
    'Contact number',
    'Extension number',
    'Internal number',
    'Адрес и телефон',
    'ТЕЛЕФОН',
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
    'Код',
    'Код города',
    'Код телефона',
    'Тип телефона',
    'Оператор сотовой связи',
    'Сотовый оператор',
    'Телефонист',
    'Phone model',
    'Phone code',
    'Phone call',
    'Number of phones',
    'Phonetics',
    'Cellar',
    'Серийный номер телефона',
    'IMEI телефона',
    'Стоимость телефона',
    'Цена телефона',
    'Остаток на телефоне',
    'Лимит по телефону',
    'Мобильный код',
    'Телефон (код)',
    'Телефонный код',
    'Мобильный банк',
    'Статус телефона',
    'Пароль от телефона',
    'Phone serial number',
    'Phone price',
    'Phone status',
    'Номер счета',
    'Номер карты',
    'Номер договора',
    'Номер документа',
    'Расчетный счет',
    'Кадастровый номер',
    'Штрихкод',
    'Артикул',
    'Паспорт',
    'Координаты',
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

  test.each([
    ['ПеревозчикТелефоны', 'phone'],
    ['КонтактТелефон', 'phone'],
    ['ТелефонМобильный', 'phone'],
    ['Телефон1', 'phone'],
    ['КонтактНомерТелефона', 'phone'],
    ['CustomerPhone', 'phone'],
    ['КоличествоТелефонов', 'other'],
    ['МодельТелефона', 'other'],
    ['КодТелефона', 'other'],
    ['ТелефонныйЗвонок', 'other'],
    ['ДатаЗвонкаТелефон', 'other'],
    ['НомерТелефона', 'other'],
    ['КомментарийТелефон', 'other'],
    ['Факс', 'other'],
  ])('and by any phone in it: %s: %s', (name, meaning) => {
    expect(meaningOfLooseName(name)).toBe(meaning)
  })

  test.each([
    ['How to contact', true],
    ['Contact via', true],
    ['Номер', true],
    ['ИНН', false],
    ['E-mail', false],
    ['Код телефона', false],
    ['Факс', false],
  ])('«%s» leaves it to the name: %s', (caption, neutral) => {
    expect(isNeutral(caption)).toBe(neutral)
  })
})
