import { expect, test, vi } from 'vitest'
import { PageFieldMap } from '../../../src/content/field-map.ts'
import type { Ask } from '../../../src/content/rules.ts'

const asked = { form: '', caption: 'Связь', name: 'Связь' }

test('a page asks for its field map once, and again when it has changed', async () => {
  let means: 'phone' | 'other' = 'phone'
  const ask = vi.fn(async () => ({ rules: [{ means, name: 'Связь', from: 'taught' as const }] }))
  const changed = vi.fn()
  const map = new PageFieldMap(ask as unknown as Ask, changed)
  expect(map.mapped(asked)).toBeNull()
  map.update({ fieldsVersion: 1 })
  map.update({ fieldsVersion: 1 })
  await vi.waitFor(() => expect(map.mapped(asked)?.means).toBe('phone'))
  expect(ask).toHaveBeenCalledTimes(1)
  means = 'other'
  map.update({ fieldsVersion: 2 })
  await vi.waitFor(() => expect(map.mapped(asked)?.means).toBe('other'))
  expect(changed).toHaveBeenCalledTimes(2)
})

test('and asks again with the next word from the background where that has failed', async () => {
  const ask = vi.fn(async () => ({ rules: [{ means: 'phone' as const, name: 'Связь', from: 'taught' as const }] }))
  ask.mockRejectedValueOnce(new Error('no answer'))
  const map = new PageFieldMap(ask as unknown as Ask, () => {})
  map.update({ fieldsVersion: 1 })
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(1))
  await Promise.resolve()
  map.update({ fieldsVersion: 1 })
  await vi.waitFor(() => expect(map.mapped(asked)?.means).toBe('phone'))
})
