// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { useAnswer } from '../../../../src/ui/intake/use-answer.ts'

let root: HTMLElement
let posed: { key: string; answer: (text: string) => Promise<void> }[]
beforeEach(() => {
  root = document.createElement('div')
  posed = []
})
afterEach(() => act(() => render(null, root)))

function Shown({ about, version }: { about: string; version: number }) {
  const question = () =>
    new Promise<string>((resolve) => {
      const answer = (text: string) => act(async () => resolve(text))
      posed.push({ key: about, answer })
    })
  const answer = useAnswer(about, question, { version })
  return <p>{answer.state === 'known' ? answer.value : '…'}</p>
}
const show = (about: string, version: number) => act(() => render(<Shown about={about} version={version} />, root))

test('on a slow machine, where each answer comes after the next question, answers are shown all the same', async () => {
  await show('anna', 1)
  await show('anna', 2)
  await posed[0]?.answer('свободна')
  expect(root.textContent).toBe('свободна')
  await show('anna', 3)
  await posed[1]?.answer('говорит')
  expect(root.textContent).toBe('говорит')
})

test('an answer that was overtaken by a later one is nobody’s, nor is one about somebody else', async () => {
  await show('anna', 1)
  await show('anna', 2)
  await posed[1]?.answer('говорит')
  await posed[0]?.answer('свободна')
  expect(root.textContent).toBe('говорит')
  await show('boris', 2)
  expect(root.textContent).toBe('…')
  await show('boris', 3)
  await posed[1]?.answer('нет')
  expect(root.textContent).toBe('…')
})
