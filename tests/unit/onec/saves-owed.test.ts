import { describe, expect, test, vi } from 'vitest'
import type { SavedCard } from '../../../src/content/onec/saves.ts'
import {
  add,
  byId,
  closeForm,
  doc,
  open,
  PHONE,
  pass,
  press,
  saved,
  setCaption,
  setValue,
  USER,
} from './card-at-hand.ts'

describe('a save whose rules could not go out', () => {
  /** Takes the card away as a tab is closed, and gives it back under another number, as 1C opens it again. */
  const closeAndReopen = async (caption: string) => {
    const page = byId('page2')
    closeForm()
    pass(500)
    await vi.advanceTimersByTimeAsync(0)
    const again = page.cloneNode(true) as HTMLElement
    for (const element of again.querySelectorAll('[id]')) element.id = element.id.replace(/^form2_/, 'form8_')
    byId('pages_container').append(again)
    setValue(USER.replace('form2', 'form8'), (page.querySelector(`#${USER}`) as HTMLInputElement).value)
    setValue(PHONE.replace('form2', 'form8'), '8 (903) 567-78-76')
    setCaption(caption)
    pass(7000)
  }
  const saveAgain = () => {
    press('form8_ФормаЗаписать')
    add('<div class="confirm">Изменение</div>')
    pass(500)
  }
  const nothingSent = (card: SavedCard) => card.before

  test.each([
    ['an existing card', 'routing-after-save.html', 'ИП Сидоров (Клиент)'],
    ['a new card', 'routing-before-save.html', 'ИП Сидоров (Клиент)'],
  ])('of %s is told again when the card was closed and opened again', async (_what, file, caption) => {
    open(file, nothingSent)
    doc.querySelector('.confirm')?.remove()
    press(USER)
    setValue(USER, 'Сидоров С. С.')
    if (file.includes('after')) setCaption('ИП Сидоров (Клиент) *')
    pass(500)
    press('form2_ФормаЗаписатьИЗакрыть')
    await closeAndReopen(caption)
    expect(saved).toHaveLength(1)
    saveAgain()
    expect(saved).toHaveLength(2)
    expect(saved[1]).toEqual({ ...saved[0], form: 8 })
  })

  test('is told again once only when the second time succeeds', async () => {
    let known = nothingSent
    open('routing-before-save.html', (card) => known(card))
    press('form2_ФормаЗаписатьИЗакрыть')
    await closeAndReopen('ИП Сидоров (Клиент)')
    known = (card) => card.values
    saveAgain()
    await vi.waitFor(() => expect(saved).toHaveLength(2))
    doc.querySelector('.confirm')?.remove()
    saveAgain()
    expect(saved).toHaveLength(2)
  })

  test('has nothing to do with a card of another caption', async () => {
    open('routing-after-save.html', nothingSent)
    doc.querySelector('.confirm')?.remove()
    press(USER)
    setValue(USER, 'Сидоров С. С.')
    setCaption('ИП Сидоров (Клиент) *')
    press('form2_ФормаЗаписатьИЗакрыть')
    await closeAndReopen('ООО «Ромашка» (Клиент)')
    saveAgain()
    expect(saved).toHaveLength(1)
  })
})
