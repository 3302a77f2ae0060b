import { describe, expect, test } from 'vitest'
import { presetRules } from '../../../src/background/presets/presets.ts'
import { compileMap } from '../../../src/content/onec/mapped.ts'
import { numbersAt, phonePlaces, scanPage } from '../../../src/content/onec/scan.ts'
import type { FieldRule, RuleSource } from '../../../src/protocol/field-map.ts'
import { openPage } from '../../support/onec-page.ts'

const PAGE = `<html><body><div id="pages_container"><div id="page1">
  <div id="VW_page1headerTopLine_title" title="Иванова А. С. (Пользователь) *"></div><div id="form2_container">
  <div id="form2_Связь#title_text">Связь:</div>
  <label class="field" id="form2_Связь"><input class="editInput" id="form2_Связь_i0" data-fx-value="8 903 567-78-76"></label>
  <div id="form2_Телефон#title_text">Телефон:</div>
  <label class="field" id="form2_Телефон"><input class="editInput" id="form2_Телефон_i0" data-fx-value="8 903 567-78-77"></label>
  <label class="field" id="form2_Наименование"><input class="editInput" id="form2_Наименование_i0" data-fx-value="Иванова"></label>
  <div id="form2_Кому#title_text">Кому звонки</div>
  <label class="field" id="form2_Кому"><input class="editInput" id="form2_Кому_i0" data-fx-value="Иванова"></label>
  <div class="grid" id="grid_form2_Список">
    <div class="gridHead"><div class="gridLine"><div class="gridBox" colindex="1">Связь</div><div class="gridBox" colindex="2">ИНН</div></div></div>
    <div class="gridBody"><div class="gridLine"><div class="gridBox" colindex="1">8 903 567-78-78</div><div class="gridBox" colindex="2">9035677879</div></div></div>
  </div></div></div></div></body></html>`

const mapOf = (rules: FieldRule[], from: RuleSource = 'taught') => compileMap(rules.map((rule) => ({ ...rule, from })))
const found = (...rules: FieldRule[]) =>
  phonePlaces(scanPage(openPage(PAGE), mapOf(rules))).flatMap((place) =>
    numbersAt(place).map(({ digits }) => digits.slice(-2)),
  )

describe('a field that was taught', () => {
  test.each<[string, FieldRule, string[]]>([
    ['by its name', { means: 'phone', name: 'Связь' }, ['76', '77']],
    ['by its caption, with all columns of that caption', { means: 'phone', caption: 'связь' }, ['76', '77', '78']],
    ['as a column of one list', { means: 'phone', caption: 'Связь', list: 'Список' }, ['77', '78']],
    ['as a column of another list', { means: 'phone', caption: 'Связь', list: 'Другой' }, ['77']],
    ['in forms of its kind', { means: 'phone', name: 'Связь', form: '*(Пользователь)*' }, ['76', '77']],
    ['in forms of another kind', { means: 'phone', name: 'Связь', form: '*(Клиент)*' }, ['77']],
    ['with any text in the middle', { means: 'phone', name: 'С*ь' }, ['76', '77']],
    ['to be no phone', { means: 'other', caption: 'Телефон' }, []],
    ['to be a fax', { means: 'fax', caption: 'Телефон' }, []],
    ['to be a phone, where the value is none', { means: 'phone', name: 'Кому' }, ['77']],
  ])('%s', (_how, rule, expected) => {
    expect(found(rule)).toEqual(expected)
  })

  test('to be the routing field makes rules of its card', () => {
    const { cards } = scanPage(openPage(PAGE), mapOf([{ means: 'routing', name: 'Кому' }]))
    expect(cards.map(({ routing, phones }) => [routing.name, phones.map(({ name }) => name)])).toEqual([
      ['Кому', ['Телефон']],
    ])
  })

  test('the first rule that fits decides', () => {
    expect(found({ means: 'other', name: 'Связь' }, { means: 'phone', caption: 'Связь' })).toEqual(['77', '78'])
  })
})

test('the preset of БСП knows the user whose card it is', () => {
  const names = (map = mapOf(presetRules('bsp'), 'preset')) =>
    scanPage(openPage(PAGE), map).people.map(({ element }) => element.id)
  expect(names()).toEqual(['form2_Наименование_i0'])
  expect(names(mapOf([]))).toEqual([])
})

test('a hostile pattern cannot stop the page', () => {
  const map = mapOf([{ means: 'phone', caption: '*a'.repeat(90) }])
  const before = performance.now()
  for (let n = 0; n < 1000; n++) map({ form: '', caption: 'a'.repeat(2000), name: 'x' })
  expect(performance.now() - before).toBeLessThan(5000)
  expect(map({ form: '', caption: 'a'.repeat(2000), name: 'x' })?.means).toBe('phone')
  expect(map({ form: '', caption: 'a'.repeat(89), name: 'x' })).toBeNull()
})
