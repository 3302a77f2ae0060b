import { describe, expect, test, vi } from 'vitest'
import { compileMap } from '../../../src/content/onec/mapped.ts'
import { captionOf, isClient, rootOf, shownRoots } from '../../../src/content/onec/pages.ts'
import { numbersAt, phonePlaces, scanPage } from '../../../src/content/onec/scan.ts'
import { openPage } from '../../support/onec-page.ts'

// Each sentence of what is known of the web client's markup that no other file here shows.

const field = (form: number, name: string, caption: string, value: string, as = 'input') =>
  `<div id="form${form}_${name}#title_div"><div id="form${form}_${name}#title_text"><label class="ellipsis" for="form${form}_${name}_i0">${caption}</label></div></div>
   <div id="form${form}_${name}_div"><label id="form${form}_${name}" class="field"><div class="inputsBox"><${as} id="form${form}_${name}_i0" class="editInput" data-fx-value="${value}"></${as}></div></label></div>`
const inPage = (html: string) =>
  openPage(`<html><body><div id="captionbar"></div><div id="pages_container">${html}</div></body></html>`)
const found = (doc: Document) =>
  phonePlaces(scanPage(doc)).flatMap((place) => numbersAt(place).map(({ digits }) => digits.slice(-2)))

const list = (
  id: string,
  body: string,
  head = 'Телефон',
) => `<div class="grid" id="${id}"><div class="gridHead"><div class="gridLine">
  <div class="gridBox" colindex="0"><div class="gridBoxText">ИНН</div></div><div class="gridBox" colindex="3"><div class="gridBoxText">${head}</div></div></div></div>${body}</div>`
const NEWER = `<div class="gridBody"><div class="gridLine select selRow"><div class="gridBox gridBoxFix" colindex="3"><div class="gridBoxImg"><div class="dIB"></div></div><div class="gridBoxText">8 903 567-78-71</div></div><div class="gridBox" colindex="0"><div class="gridBoxText">9035677879</div></div></div>
  <div class="gridLine"><div class="gridBox" colindex="0"><div class="gridBoxText">9035677878</div></div></div>
  <div class="gridLine"><div class="gridBox gridBoxTree" colindex="3"><div class="gridBoxTitle">8 903 567-78-72</div></div></div></div>`
const OLDER = `<div class="gridContent"><div class="gridRow gridRowOdd gridCurrentRow"><div class="gridCell" colindex="0">9035677879</div><div class="gridCell" colindex="3">8 903 567-78-71</div></div>
  <div class="gridRow"><div class="gridCell" colindex="3"><span>8&nbsp;903 567-78-72</span></div></div></div>`
const OLDER_HEAD = (body: string) => `<div class="grid" id="form1_Список"><div class="gridHead"><div class="gridRow">
  <div class="gridCell" colindex="0">ИНН</div><div class="gridCell" colindex="3">Телефон</div></div></div>${body}</div>`

describe('lists', () => {
  test.each([
    ['newer rows, a frozen phone column, rows without some columns', list('form1_Список', NEWER)],
    ['the other spelling of the list’s id', list('grid_form1_Список', NEWER)],
    ['older rows under a newer head', list('form1_Список', OLDER)],
    ['older rows under an older head', OLDER_HEAD(OLDER)],
    ['an English head', list('form1_Список', OLDER, 'Phone&nbsp;:')],
  ])('%s', (_what, html) => {
    expect(found(inPage(`<div id="page1"><div id="form1_container">${html}</div></div>`))).toEqual(['71', '72'])
  })

  test('without a head have no phone columns', () => {
    const html = `<div class="grid" id="form1_Список">${NEWER}</div>`
    expect(found(inPage(`<div id="page1"><div id="form1_container">${html}</div></div>`))).toEqual([])
  })

  test('an input over a cell that is being edited is no field of the form', () => {
    const html = `<div class="grid" id="form1_Список"><div class="gridHead"><div class="gridLine"><div class="gridBox" colindex="3">Телефон</div></div></div>
      <div class="gridBody"></div><div class="inputs">${field(1, 'СписокТелефон', 'Телефон', '8 903 567-78-71')}</div></div>`
    expect(found(inPage(`<div id="page1"><div id="form1_container">${html}</div></div>`))).toEqual([])
  })

  test('under a floating window are still read, and the window’s own list, too', () => {
    const doc =
      inPage(`<div id="page1"><div id="VW_page1headerTopLine_title" title="Клиенты"></div><div id="form1_container">${list('form1_Список', OLDER)}</div></div>
      <div id="VW_page1ps3win" class="cloud"><div id="VW_page1ps3headerTopLine_title" title="Контакты"></div><div id="form4_container">${list('form4_Список', NEWER).replaceAll('-78-7', '-78-8')}</div></div>`)
    expect(found(doc)).toEqual(['71', '72', '81', '82'])
  })
})

describe('a cell with its numbers one below another', () => {
  test('has all of them', () => {
    const body = `<div class="gridBody"><div class="gridLine"><div class="gridBox" colindex="3"><div class="gridBoxText">8 903 567-78-71</div><div class="gridBoxText">8 903 567-78-72</div></div></div></div>`
    expect(
      found(inPage(`<div id="page1"><div id="form1_container">${list('form1_Список', body)}</div></div>`)),
    ).toEqual(['71', '72'])
  })
})

describe('pages and windows', () => {
  test('a page may lie deeper in the container', () => {
    const doc =
      inPage(`<div class="layer"><div id="page1" style="display:none">${field(3, 'Телефон', 'Телефон:', '8 903 567-78-73')}</div>
      <div id="page2"><div id="VW_page2headerTopLine_title" title="Б (Клиент)"></div>${field(4, 'Телефон', 'Телефон:', '8 903 567-78-74')}</div></div>`)
    expect(found(doc)).toEqual(['74'])
    expect(shownRoots(doc).map(captionOf)).toEqual(['Б (Клиент)'])
    expect(rootOf(doc.getElementById('form4_Телефон_i0') as Element)?.id).toBe('page2')
  })

  test('a window inside its page has its own caption, also for the map', () => {
    const doc =
      inPage(`<div id="page2"><div id="VW_page2headerTopLine_title" title="Б (Клиент)"></div>${field(4, 'А', 'Связь', '8 903 567-78-74')}
      <div id="VW_page2ps0win" class="cloud"><div id="VW_page2ps0headerTopLine_title" title="В (Контакт)"></div>${field(5, 'А', 'Связь', '8 903 567-78-75')}</div></div>`)
    const map = compileMap([{ means: 'phone', caption: 'Связь', form: '*(Контакт)', from: 'taught' }])
    expect(phonePlaces(scanPage(doc, map)).map(({ form }) => form)).toEqual([5])
  })

  test('a window of an older base has its caption as text', () => {
    const doc = inPage(`<div id="page2"><div id="VW_page2caption">Б (create)</div></div>
      <div id="ps0win"><div id="ps0formHeader"><span id="ps0formHeaderTitle">В (Контакт) *</span></div>${field(5, 'А', 'Телефон', '8 903 567-78-75')}</div>`)
    expect(shownRoots(doc).map(captionOf)).toEqual(['Б (create)', 'В (Контакт) *'])
  })

  test('what is hidden by visibility is hidden', () => {
    const doc = inPage(`<div id="page2">${field(4, 'Телефон', 'Телефон:', '8 903 567-78-74')}
      <div id="form4_СтраницаКонтакты" style="visibility:hidden">${field(4, 'ТелефонРабочий', 'Рабочий телефон:', '8 903 567-78-75')}</div></div>`)
    expect(found(doc)).toEqual(['74'])
  })

  test('a user’s card: phones on a hidden page get no button until it is opened; all are of the card', () => {
    const doc = inPage(`<div id="page2">${field(4, 'Переключение', 'Переключение звонков на:', 'Иванова')}
      <div id="form4_СтраницаКонтакты" style="display:none">${field(4, 'КонтактнаяИнформацияПолеТелефонПользователя', 'Телефон', '8 903 567-78-75')}</div></div>`)
    expect(found(doc)).toEqual([])
    expect(
      scanPage(doc)
        .cards[0]?.phones.flatMap(numbersAt)
        .map(({ digits }) => digits),
    ).toEqual(['79035677875'])
    doc.getElementById('form4_СтраницаКонтакты')?.removeAttribute('style')
    expect(found(doc)).toEqual(['75'])
  })

  test('pages of other tabs are not looked into at all', () => {
    const doc =
      inPage(`<div id="page1" style="display:none">${field(3, 'Телефон', 'Телефон:', '8 903 567-78-73')}${list('form3_Список', NEWER)}</div>
      <div id="page2">${field(4, 'Телефон', 'Телефон:', '8 903 567-78-74')}</div>`)
    const hidden = doc.getElementById('page1') as Element
    const touched = ['querySelector', 'querySelectorAll', 'getBoundingClientRect'] as const
    const spies = touched.map((name) => vi.spyOn(hidden, name))
    const read = vi.fn(() => '8 903 567-78-73')
    Object.defineProperty(doc.getElementById('form3_Телефон_i0'), 'value', { get: read })
    expect(found(doc)).toEqual(['74'])
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0])
    expect(read).not.toHaveBeenCalled()
  })

  test('the search field of the shell tells nothing', () => {
    expect(isClient(openPage('<html><body><div id="themesCell"></div></body></html>'))).toBe(true)
  })
})

describe('fields', () => {
  const one = (html: string) => found(inPage(`<div id="page2"><div id="form2_container">${html}</div></div>`))
  const call = (name: string, title: string) =>
    `<div class="framePress" title="${title}"><a id="form2_Команда${name}" class="press pressCommand"></a></div>`

  test.each([
    ['a title with NBSP and without a colon', field(2, 'А', '&nbsp;Мобильный&nbsp;телефон', '8 903 567-78-70')],
    [
      'a title in its box alone',
      '<div id="form2_А#title_div">Телефон:</div><label class="field" id="form2_А"><input class="editInput" id="form2_А_i0" data-fx-value="8 903 567-78-70"></label>',
    ],
    ['a field of several lines', field(2, 'А', 'Телефоны', '8 903 567-78-70', 'textarea')],
    ['an input with another ordinal', field(2, 'А', 'Телефон', '8 903 567-78-70').replaceAll('_i0', '_i1')],
    [
      'a read-only field',
      field(2, 'А', 'Телефон', '8 903 567-78-70').replace('class="editInput"', 'class="editInput" readonly disabled'),
    ],
    [
      '«Позвонить или отправить SMS» of a user’s card',
      field(2, 'А', 'Дежурный', '8 903 567-78-70') + call('А', 'Позвонить или отправить SMS'),
    ],
    ['a name with a dot', field(2, 'А.Б', 'Телефон', '8 903 567-78-70')],
    [
      'several references as chips',
      `<div id="form2_А#title_text">Телефоны</div><label class="field" id="form2_А"><span class="chipsItem"><span class="chipsTitle">8 903 567-78-70</span></span><input class="editInput" id="form2_А_i0" data-fx-value=""></label>`,
    ],
  ])('%s', (_what, html) => {
    expect(one(html)).toEqual(['70'])
  })

  test.each([
    ['Skype is called by its own command', field(2, 'А', 'Связь', '89035677870') + call('А', 'Позвонить по Skype')],
    ['a letter is no call', field(2, 'А', 'Почта для связи', '89035677870') + call('А', 'Написать письмо')],
    ['the comment beside a phone', field(2, 'КомментарийКонтактнаяИнформацияПоле1', '', '8 903 567-78-70')],
    [
      'a group called «Телефоны» is no title of what stands below it',
      '<div id="form2_Группа#title_text"><label class="ellipsis">Телефоны</label></div>' +
        field(2, 'А', 'ИНН', '9035677870'),
    ],
    ['a button called «Телефон»', '<a class="press" id="form2_А">Телефон 89035677870</a>'],
    [
      'a check box called «Телефон»',
      '<div class="checkbox select" id="form2_А"></div><div id="form2_А#title_text">Телефон 89035677870</div>',
    ],
  ])('%s', (_what, html) => {
    expect(one(html)).toEqual([])
  })

  test('two values of one kind have one caption', () => {
    expect(
      one(field(2, 'Поле1', 'Телефон:', '8 903 567-78-71') + field(2, 'Поле2', 'Телефон:', '8 903 567-78-72')),
    ).toEqual(['71', '72'])
  })
})
