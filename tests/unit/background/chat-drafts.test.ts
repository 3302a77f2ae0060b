import { expect, test } from 'vitest'
import { ChatDrafts } from '../../../src/background/chat-drafts.ts'
import { departmentChat, personChat } from '../../../src/protocol/chat.ts'
import { memorySlot } from './support.ts'

const PETR = personChat('u103')
const SALES = departmentChat('Продажи')

function drafted() {
  const kept = memorySlot<Record<string, string>>()
  let changes = 0
  const drafts = new ChatDrafts(kept, () => changes++)
  return { kept, drafts, changes: () => changes }
}

test('what is typed is on disk when it is answered, one text for each conversation, and a revived background has it', async () => {
  const { kept, drafts } = drafted()
  await drafts.keep(PETR, 'пр')
  await drafts.keep(PETR, 'привет')
  await drafts.keep(SALES, 'всем')
  expect(await kept.get()).toEqual({ [PETR]: 'привет', [SALES]: 'всем' })
  const revived = new ChatDrafts(kept, () => {})
  await revived.restore()
  expect(revived.all).toEqual({ [PETR]: 'привет', [SALES]: 'всем' })
})

test('an empty one is gone, and of one that never was nothing is said', async () => {
  const { kept, drafts, changes } = drafted()
  await drafts.keep(PETR, 'привет')
  await drafts.keep(PETR, '')
  await drafts.keep(SALES, '')
  expect(await kept.get()).toEqual({})
  expect(changes()).toBe(2)
})

test('the last keystroke is kept, however quickly they come', async () => {
  const { kept, drafts } = drafted()
  await Promise.all(['п', 'пр', 'при'].map((text) => drafts.keep(PETR, text)))
  expect(await kept.get()).toEqual({ [PETR]: 'при' })
})

test('of very many conversations those that were typed into last are kept', async () => {
  const { drafts } = drafted()
  for (let n = 0; n < 101; n++) await drafts.keep(personChat(`u${n}`), 'текст')
  await drafts.keep(personChat('u50'), 'новый')
  expect(Object.keys(drafts.all)).toHaveLength(100)
  expect(drafts.all[personChat('u0')]).toBeUndefined()
  expect(drafts.all[personChat('u50')]).toBe('новый')
  await drafts.clear()
  expect(drafts.all).toEqual({})
})
