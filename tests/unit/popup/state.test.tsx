// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { describe, expect, test } from 'vitest'
import { badgeOf } from '../../../src/background/badge.ts'
import { State } from '../../../src/popup/state/State.tsx'
import type { Mirror } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import type { OperatorState } from '../../../src/protocol/state.ts'
import { freshState } from '../../support/peer.ts'
import { call } from '../ui/call.ts'

const stateWith = (change: Partial<OperatorState>): Mirror => ({
  connection: 'online',
  state: { ...freshState(), ...change },
  owed: 0,
  preferences: DEFAULT_PREFERENCES,
})
function said(mirror: Mirror): string {
  const root = document.createElement('div')
  void act(() => render(<State mirror={mirror} language="ru" onSettings={() => {}} />, root))
  return root.textContent ?? ''
}

describe('what is wrong, in the panel', () => {
  test('nothing is said while all is well', () => {
    expect(said(stateWith({ pbx: 'up' }))).toBe('')
  })

  test('a PBX that is away comes back by itself', () => {
    expect(said(stateWith({ pbx: 'down' }))).toContain('восстановим связь сами')
  })

  test('one that refuses the server is for the administrator', () => {
    const mirror = stateWith({ pbx: 'down', pbxFault: 'loginRefused' })
    expect(said(mirror)).toBe('АТС не пускает сервер. Звоните с аппарата и скажите администратору.')
    expect(badgeOf(mirror, 'ru')).toMatchObject({ text: '!', title: 'Трубка: АТС не пускает сервер' })
  })

  test('callers in vain are counted on the button of the toolbar, while nobody calls and all is well', () => {
    expect(badgeOf(stateWith({ missed: 3 }), 'ru')).toMatchObject({ text: '3', title: 'Трубка: не дозвонились: 3' })
    expect(badgeOf(stateWith({ missed: 0 }), 'ru')).toMatchObject({ text: '' })
    expect(badgeOf(stateWith({ missed: 3, calls: [call()] }), 'ru')).toMatchObject({
      text: '1',
      title: 'Трубка: на связи',
    })
    expect(badgeOf(stateWith({ missed: 3, pbx: 'down' }), 'ru').text).toBe('!')
  })

  test('one that lets calls through but not the questions about them', () => {
    const fault = { pbx: 'up', pbxFault: 'routeLoginRefused' } as const
    const words = 'Переключение звонков не работает: АТС не пускает сервер. Скажите администратору.'
    const mirror = stateWith(fault)
    expect(said(mirror)).toBe(words)
    const routing = { enabled: false, lastDigits: 10, internalLength: { min: 2, max: 5 } }
    expect(said(stateWith({ ...fault, routing }))).toBe('')
  })

  test('1C that does not answer, and of when the data is that is shown', () => {
    const base = { id: 'trade', name: 'Торговля', urls: [], state: 'down' as const }
    const today = new Date()
    today.setHours(10, 42)
    expect(said(stateWith({ bases: [{ ...base, loadedAt: today.getTime() }] }))).toBe(
      '1С «Торговля» не отвечает. Показаны данные на 10:42.',
    )
    const long = new Date(2020, 4, 9, 8, 5).getTime()
    expect(said(stateWith({ bases: [{ ...base, loadedAt: long }] }))).toMatch(/данные на 9 мая.* 08:05\.$/)
    expect(said(stateWith({ bases: [{ ...base, loadedAt: null }] }))).toContain('кто звонит, пока не видно')
    expect(said(stateWith({ bases: [{ ...base, state: 'up', loadedAt: long }] }))).toBe('')
    expect(said(stateWith({ pbx: 'down', bases: [{ ...base, loadedAt: long }] }))).not.toContain('1С')
  })
})
