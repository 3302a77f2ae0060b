import { describe, expect, test, vi } from 'vitest'
import { Habits, type KeptHabits } from '../../../src/background/habits.ts'
import { Policy } from '../../../src/background/policy.ts'
import { welcomeOnce } from '../../../src/background/welcome.ts'
import { memorySlot } from './support.ts'

async function policyOf(settings: Record<string, unknown>) {
  const changed = vi.fn()
  const policy = new Policy(async () => settings, changed)
  await policy.restore()
  return { policy, changed }
}

describe('a policy', () => {
  test('goes before what the operator has chosen, and cannot be changed by them', async () => {
    const { policy } = await policyOf({ sound: false, volume: 30 })
    const habits = new Habits(
      memorySlot<KeptHabits>(),
      () => {},
      () => policy.managed.preferences,
    )
    await habits.prefer({ sound: true, notifications: false })
    expect(habits.preferences).toMatchObject({ sound: false, volume: 0.3, notifications: false })
  })

  test('gives back what the operator had chosen when it is withdrawn', async () => {
    const settings: Record<string, unknown> = {}
    const changed = vi.fn()
    const policy = new Policy(async () => settings, changed)
    const habits = new Habits(
      memorySlot<KeptHabits>(),
      () => {},
      () => policy.managed.preferences,
    )
    await habits.prefer({ tone: 'soft' })
    settings.tone = 'bright'
    await policy.changed()
    await habits.prefer({ wizard: false })
    expect(habits.preferences.tone).toBe('bright')
    delete settings.tone
    await policy.changed()
    expect(habits.preferences).toMatchObject({ tone: 'soft', wizard: false })
    expect(changed).toHaveBeenCalledTimes(2)
  })

  test('says what fields mean in one base, and in all, the base’s own lines first', async () => {
    const { policy } = await policyOf({
      bases: [{ address: 'https://1c.local/trade/ru/', preset: 'ut', fields: [{ means: 'phone', caption: 'Связь' }] }],
      fields: [{ means: 'fax', caption: 'Факс' }],
    })
    expect(policy.fieldsOf('https://1c.local/trade')).toEqual({
      preset: 'ut',
      fields: [
        { means: 'phone', caption: 'Связь' },
        { means: 'fax', caption: 'Факс' },
      ],
    })
    expect(policy.fieldsOf('https://1c.local/crm')).toEqual({
      preset: null,
      fields: [{ means: 'fax', caption: 'Факс' }],
    })
    expect(policy.bases).toEqual(['https://1c.local/trade'])
  })
})

test('the first steps are shown once, however often the extension is loaded', async () => {
  const kept = memorySlot<boolean>()
  const open = vi.fn(async () => {})
  await welcomeOnce(kept, open)
  await welcomeOnce(kept, open)
  expect(open).toHaveBeenCalledTimes(1)
})
