import { expect, test } from 'vitest'
import { explain } from '../../../src/content/onec/explain.ts'
import { compileMap } from '../../../src/content/onec/mapped.ts'
import { openFixture, openPage } from '../../support/onec-page.ts'

const why = (file: string, map = compileMap([])) => {
  const { forms } = explain(openFixture(file), map)
  return forms.flatMap(({ fields }) => fields)
}

test('of a card it is said what each field is taken for, why, and which numbers it holds', () => {
  const fields = why('client-card.html')
  const of = (caption: string) => fields.filter((field) => field.caption === caption)
  expect(of('ИНН:')).toMatchObject([
    { kind: 'input', form: 2, name: 'ИНН', meaning: 'other', why: 'caption', numbers: [] },
  ])
  expect(of('Телефон:').map(({ why: reason, numbers }) => [reason, numbers])).toEqual([
    ['caption', ['79035677876']],
    ['caption', ['74995550123#123']],
  ])
  expect(of('Факс:')).toMatchObject([{ meaning: 'fax', numbers: [] }])
  expect(of('Переключение звонков на:')).toMatchObject([{ meaning: 'routing' }])
})

test('of a list, each column', () => {
  const columns = why('client-list-preview.html').filter(({ kind }) => kind === 'column')
  expect(columns.filter(({ meaning }) => meaning === 'phone')).toMatchObject([
    { caption: 'Телефон', name: 'Список', why: 'caption', numbers: expect.arrayContaining(['79165550124']) },
    { caption: 'Мобильный телефон', name: 'КонтактныеЛица', why: 'caption' },
  ])
  expect(columns.find(({ caption }) => caption === 'ИНН')).toMatchObject({ meaning: 'other', why: 'caption' })
})

test('a rule of the map is named as the reason', () => {
  const map = compileMap([{ means: 'phone', name: 'ИНН', from: 'administrator' }])
  expect(why('client-card.html', map).find(({ name }) => name === 'ИНН')).toMatchObject({
    meaning: 'phone',
    why: 'administrator',
    numbers: ['79035677870'],
  })
})

test('which cards can make rules, and of which phones', () => {
  expect(explain(openFixture('routing-before-save.html')).cards).toEqual([{ form: 2, phones: ['79035677876'] }])
})

test('all of it can be sent in a message', () => {
  const report = explain(openFixture('client-card.html'))
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

test('of any other page it is said that this is not 1C', () => {
  expect(explain(openPage('<html><body><p>8 903 567-78-76</p></body></html>'))).toMatchObject({ isClient: false })
})
