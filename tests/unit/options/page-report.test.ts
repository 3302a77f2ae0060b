import { describe, expect, test } from 'vitest'
import { explain } from '../../../src/content/onec/explain.ts'
import { reportAsText, reportInWords } from '../../../src/options/page-report.ts'
import { openFixture } from '../../support/onec-page.ts'

const text = (details: boolean, file = 'routing-before-save.html') =>
  reportAsText(reportInWords(explain(openFixture(file)), details, 'ru'), ['Трубка'], 'ru')

describe('the report on a page, as it is sent to support', () => {
  test('says what each field is taken for, and why', () => {
    const lines = text(false, 'client-card.html').split('\n')
    expect(lines).toContainEqual(expect.stringMatching(/^ИНН \[поле, ИНН\] · Не телефон \(по подписи\)$/))
    expect(lines).toContainEqual(expect.stringMatching(/^Телефон \[.*\] · Телефон \(по подписи\) · номеров: 1$/))
  })

  test('holds no number and no name, unless that is wanted', () => {
    const plain = text(false)
    expect(plain).not.toMatch(/\+7|\d{3}-\d{2}-\d{2}|\d{10}/)
    expect(plain).not.toContain('Ромашка')
    const whole = text(true)
    expect(whole).toContain('+7 903 567-78-76')
  })

  test.each([
    ['ООО Ромашка', '…'],
    ['Ромашка', '…'],
    ['ООО Ромашка 24', '…'],
    ['Ромашка (Клиент) *', '… (Клиент)'],
    ['Заказ 00-17 от 01.02.2026', 'Заказ …'],
  ])('nor the name that a form’s caption «%s» may be', (caption, kept) => {
    const report = explain(openFixture('routing-before-save.html'))
    const forms = report.forms.map((form) => ({ ...form, caption }))
    expect(reportInWords({ ...report, forms }, false, 'ru')[0]?.caption).toBe(kept)
    expect(reportInWords({ ...report, forms }, true, 'ru')[0]?.caption).toBe(caption)
  })

  test('of a list, too', () => {
    const plain = text(false, 'client-list-preview.html')
    expect(plain).toMatch(/Телефон \[колонка, Список\] · Телефон \(по подписи\) · номеров: \d/)
    expect(plain).not.toMatch(/\+7|\d{3}-\d{2}-\d{2}|\d{10}/)
  })

  test('says of a card that it makes rules', () => {
    expect(text(false)).toContain('правило делается из номеров этой карточки, их 1.')
  })
})
