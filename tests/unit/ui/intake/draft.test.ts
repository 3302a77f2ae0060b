import { describe, expect, test } from 'vitest'
import { draftOf, heard, typed } from '../../../../src/ui/intake/draft.ts'
import { intake } from './intake.ts'

const said = (version: number, changes = {}) => {
  const now = intake({ version })
  return { ...now, form: { ...now.form, ...changes } }
}

describe('what is typed into the wizard in two pages', () => {
  test('an echo of earlier keystrokes changes nothing', () => {
    const draft = typed(typed(draftOf(intake()), { topic: 'Ре' }), { topic: 'Рем' })
    expect(heard(draft, said(1, { topic: 'Ре' }), 'topic')).toEqual({ draft, say: false })
  })

  test('what another page has typed is shown', () => {
    const { draft, say } = heard(draftOf(intake()), said(1, { name: 'Олег' }), null)
    expect(draft.form.name).toBe('Олег')
    expect(say).toBe(false)
  })

  test('two fields typed at once in two pages are both kept: what was lost is said once more', () => {
    const draft = typed(draftOf(intake()), { topic: 'Ремонт' })
    const news = heard(draft, said(1, { name: 'Олег' }), 'topic')
    expect(news.draft.form).toMatchObject({ topic: 'Ремонт', name: 'Олег' })
    expect(news).toMatchObject({ say: true, draft: { version: 2 } })
  })

  test('of one field typed in two pages each goes on in its own, and they do not answer each other for ever', () => {
    const first = heard(typed(draftOf(intake()), { topic: 'Ремонт' }), said(1, { topic: 'Замена' }), 'topic')
    const second = heard(first.draft, said(3, { topic: 'Замена' }), 'topic')
    expect(second.say).toBe(false)
    expect(second.draft.form.topic).toBe('Ремонт')
    expect(heard(second.draft, said(4, { topic: 'Замена' }), null).draft.form.topic).toBe('Замена')
  })

  test('the next keystroke has the last word', () => {
    const draft = heard(draftOf(intake()), said(7, { topic: 'Замена' }), null).draft
    expect(typed(draft, { topic: 'Ремонт' })).toMatchObject({ version: 8, form: { topic: 'Ремонт' } })
  })
})
