import { describe, expect, test } from 'vitest'
import { Shortcuts, wishOf } from '../../../src/background/shortcuts.ts'
import { KeyRows } from '../../../src/ui/key-rows.ts'
import { call } from '../ui/call.ts'

const ringing = call({ id: 'rings', direction: 'incoming', local: 'alerting', commands: ['answer', 'clear'] })
const talking = call({ id: 'talks', answeredAt: 1, commands: ['hold', 'clear'] })
const held = call({ id: 'held', local: 'hold', answeredAt: 1, commands: ['retrieve', 'clear'] })
const wish = (...[shortcut, ...calls]: [Parameters<typeof wishOf>[0], ...Parameters<typeof wishOf>[1]]) => {
  const found = wishOf(shortcut, calls)
  return found && [found.command, found.call.id]
}

describe('the browser’s keys', () => {
  test('answer what rings', () => expect(wish('answer', talking, ringing)).toEqual(['answer', 'rings']))
  test('end the talk before what is held or rings', () =>
    expect(wish('end', ringing, held, talking)).toEqual(['clear', 'talks']))
  test('end what is held before what rings', () => expect(wish('end', ringing, held)).toEqual(['clear', 'held']))
  test('decline when nothing else is there', () => expect(wish('end', ringing)).toEqual(['clear', 'rings']))
  test('hold the talk, give back who is held', () => {
    expect(wish('hold', held, talking)).toEqual(['hold', 'talks'])
    expect(wish('hold', held)).toEqual(['retrieve', 'held'])
  })
  test('never ask for what the call does not offer', () =>
    expect(wish('hold', call({ answeredAt: 1, commands: ['clear'] }))).toBeNull())
})

describe('a key pressed twice', () => {
  const office = () => {
    let now = 0
    let calls = [talking, ringing, held]
    const asked: string[] = []
    let answer: () => void = () => {}
    const shortcuts = new Shortcuts(
      () => calls,
      (wish) => {
        asked.push(`${wish.command} ${wish.call.id}`)
        return new Promise<void>((resolve) => {
          answer = resolve
        })
      },
      () => {},
      new KeyRows(() => now),
    )
    return {
      asked,
      shortcuts,
      gone: (id: string) => {
        calls = calls.filter((each) => each.id !== id)
      },
      answered: async (press: Promise<void>) => {
        answer()
        await press
      },
      later: (ms: number) => {
        now += ms
      },
    }
  }

  test('ends one call: while the first press is awaited the second does nothing, whatever has ended meanwhile', async () => {
    const { shortcuts, asked, gone, answered, later } = office()
    const first = shortcuts.press('end')
    gone('talks')
    later(5000)
    await shortcuts.press('end')
    expect(asked).toEqual(['clear talks'])
    await answered(first)
  })

  test('ends one call, when the first press was answered at once', async () => {
    const { shortcuts, asked, gone, answered, later } = office()
    await answered(shortcuts.press('end'))
    gone('talks')
    later(300)
    await shortcuts.press('end')
    expect(asked).toEqual(['clear talks'])
  })

  test('answers one call, and not the next one instead', async () => {
    const { shortcuts, asked, gone, answered, later } = office()
    await answered(shortcuts.press('answer'))
    gone('rings')
    later(300)
    await shortcuts.press('answer')
    expect(asked).toEqual(['answer rings'])
  })

  test('ends the next call after a pause, and another key is not kept waiting', async () => {
    const { shortcuts, asked, gone, answered, later } = office()
    await answered(shortcuts.press('end'))
    gone('talks')
    await answered(shortcuts.press('answer'))
    later(1500)
    await answered(shortcuts.press('end'))
    expect(asked).toEqual(['clear talks', 'answer rings', 'clear held'])
  })

  test('goes on after a refusal, which is told with what was asked for', async () => {
    const refused: string[] = []
    const shortcuts = new Shortcuts(
      () => [talking],
      () => Promise.reject(new Error('no answer')),
      (error, command) => refused.push(`${command}: ${String(error)}`),
    )
    await shortcuts.press('end')
    await shortcuts.press('end')
    expect(refused).toEqual(['clear: Error: no answer', 'clear: Error: no answer'])
  })
})
