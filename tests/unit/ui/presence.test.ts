import { describe, expect, test } from 'vitest'
import type { Line } from '../../../src/protocol/state.ts'
import { AVAILABLE, type ShownStatus } from '../../../src/protocol/status.ts'
import { presenceLook, presenceText } from '../../../src/ui/presence.ts'

const FREE: Line = { state: 'free', with: null }
const TALKING: Line = { state: 'talking', with: 'Петров' }
const OFFLINE: Line = { state: 'offline', with: null }
const NOON = new Date(2026, 5, 1, 12, 5).getTime()
const lunch: ShownStatus = { ...AVAILABLE, kind: 'lunch' }

describe('a colleague, as others see them', () => {
  test.each<[string, Line | null, ShownStatus | null, string, string]>([
    ['nothing known', null, null, '', 'null'],
    ['free', FREE, null, 'свободен', 'free'],
    ['free, but at lunch', FREE, lunch, 'На обеде', 'away'],
    ['at lunch, and talks', TALKING, lunch, 'говорит с Петров, На обеде', 'talking'],
    ['not in the network', OFFLINE, lunch, 'не в сети, На обеде', 'offline'],
    ['without a phone', null, lunch, 'На обеде', 'away'],
    ['nobody at the machine', FREE, { ...AVAILABLE, kind: 'away', idle: true }, 'Не за компьютером', 'away'],
    [
      'to be left alone, though talking',
      TALKING,
      { ...lunch, kind: 'doNotDisturb' },
      'говорит с Петров, Не беспокоить',
      'doNotDisturb',
    ],
    ['with a note', FREE, { ...AVAILABLE, note: 'у окна' }, 'свободен, у окна', 'free'],
    [
      'best way and note',
      FREE,
      { ...lunch, reach: 'mobile', note: 'скоро' },
      'На обеде, лучше на мобильный: скоро',
      'away',
    ],
    ['hostile note', FREE, { ...AVAILABLE, note: 'а\u202Eб\u0000\nв' }, 'свободен, аб в', 'free'],
  ])('%s', (_what, line, status, text, look) => {
    expect(presenceText(line, status, 'ru')).toBe(text)
    expect(String(presenceLook(line, status))).toBe(look)
  })

  test('until when: the time, and the day where it is another', () => {
    const today = new Date().setHours(12, 5, 0, 0)
    expect(presenceText(FREE, { ...lunch, until: today }, 'ru')).toBe('На обеде до 12:05')
    expect(presenceText(FREE, { ...lunch, until: NOON }, 'en')).toMatch(/^At lunch until .*12:05/)
  })
})
