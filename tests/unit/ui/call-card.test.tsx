// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { describe, expect, test, vi } from 'vitest'
import type { Call } from '../../../src/protocol/call.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { CallCard } from '../../../src/ui/CallCard.tsx'
import { transferTargets } from '../../../src/ui/choices.ts'
import type { Opener } from '../../../src/ui/OpenIn1C.tsx'
import type { Transfers } from '../../../src/ui/TransferPicker.tsx'
import type { Wish } from '../../../src/ui/wishes.ts'
import { freshState } from '../../support/peer.ts'
import { call, party } from './call.ts'

const transfers: Transfers = {
  find: async (typed) => transferTargets(typed, freshState()),
  usual: 'consult',
  setUsual: () => {},
  version: 0,
}
const opener: Opener = { open: async () => ({ opened: true, address: null }), copy: async () => true }
const ringing = call({ direction: 'incoming', local: 'alerting', commands: ['answer', 'clear'] })

function show(shown: Call, onWish: (wish: Wish, call: Call) => Promise<void> = async () => {}) {
  const root = document.createElement('div')
  const draw = (now: Call) =>
    void act(() =>
      render(<CallCard call={now} language="ru" now={0} transfers={transfers} opener={opener} onWish={onWish} />, root),
    )
  draw(shown)
  const button = (text: string) =>
    [...root.querySelectorAll('button')].find((each) => each.textContent?.includes(text)) ?? expect.fail(`no «${text}»`)
  return { root, button, draw }
}

describe('the card of a call', () => {
  test('shows only what is possible now', () => {
    const { root } = show(call({ commands: ['clear'] }))
    expect([...root.querySelectorAll('button')].map((each) => each.textContent)).toEqual(['Завершить'])
  })

  test('a press asks for the command once, and awaits the answer', async () => {
    const pending = vi.fn(() => new Promise<void>(() => {}))
    const { button } = show(ringing, pending)
    await act(async () => button('Ответить').click())
    await act(async () => button('Ответить').click())
    expect(pending).toHaveBeenCalledTimes(1)
    expect(pending).toHaveBeenCalledWith({ command: 'answer' }, ringing)
  })

  test('«Answer» says on the button itself when the phone has to ring once more', () => {
    const { button, draw } = show(call({ ...ringing, answerBy: 'talk' }))
    expect(button('Ответить').textContent).toBe('Ответить')
    draw(call({ ...ringing, answerBy: 'autoAnswer' }))
    expect(button('Ответить').textContent).toBe('Ответитьпрозвонит ещё раз')
    expect(button('Ответить').getAttribute('aria-description')).toBe('Телефон прозвонит ещё раз и ответит сам')
  })

  test('a refusal says why, and the call stays as it was', async () => {
    const { root, button } = show(ringing, () => Promise.reject(new TrubkaError('pbxDown')))
    await act(async () => button('Ответить').click())
    await vi.waitFor(() =>
      expect(root.querySelector('[role="alert"].t-notice')?.textContent).toContain('АТС не отвечает'),
    )
    expect(button('Ответить').disabled).toBe(false)
  })

  test('says whether the call is recorded, and changes that by one press', async () => {
    const onWish = vi.fn(async () => {})
    const { root, button, draw } = show(call({ commands: ['clear'] }), onWish)
    expect(root.querySelector('.t-recording')).toBeNull()
    draw(call({ recording: 'on', commands: ['clear', 'suspendRecording'] }))
    await act(async () => button('Запись').click())
    expect(onWish).toHaveBeenLastCalledWith({ command: 'suspendRecording' }, expect.anything())
    draw(call({ recording: 'suspended', commands: ['clear', 'resumeRecording'] }))
    expect(button('Запись на паузе').getAttribute('aria-label')).toContain('Продолжить запись')
    await act(async () => button('Запись на паузе').click())
    expect(onWish).toHaveBeenLastCalledWith({ command: 'resumeRecording' }, expect.anything())
    draw(call({ recording: 'on', commands: ['clear'] }))
    expect(root.querySelector('.t-recording')).toBeNull()
  })

  test('opens the card of the one who calls, and where 1C does not follow gives the link', async () => {
    const client = { base: 'trade', ref: 'r', contact: 'Петрова', counterparty: 'Ромашка', responsible: '' }
    const link = 'e1cib/data/Справочник.Контрагенты?ref=93f4'
    const address = `http://1c.local/crm/#${link}`
    const thinClient = `e1c://server/srv-1c/crm#${link}`
    const open = vi.spyOn(opener, 'open').mockResolvedValue({ opened: false, address, thinClient })
    const copy = vi.spyOn(opener, 'copy')
    const { root, button, draw } = show(call({ party: party({ customers: [{ ...client, link }] }) }))
    await act(async () => root.querySelector<HTMLElement>('[data-command="openIn1C"]')?.click())
    expect(open).toHaveBeenCalledWith({ base: 'trade', link })
    await vi.waitFor(() => expect(root.textContent).toContain('Shift+F11'))
    expect(root.querySelector('a')?.getAttribute('href')).toBe(thinClient)
    await act(async () => button('Скопировать ссылку').click())
    expect(copy).toHaveBeenCalledWith(address)
    await vi.waitFor(() => expect(root.textContent).toContain('Ссылка скопирована'))
    open.mockResolvedValue({ opened: true, address })
    await act(async () => root.querySelector<HTMLElement>('[data-command="openIn1C"]')?.click())
    await vi.waitFor(() => expect(root.textContent).not.toContain('Shift+F11'))
    draw(call({ party: party({ customers: [{ ...client, link }, client] }) }))
    expect(root.querySelector('[data-command="openIn1C"]')).toBeNull()
    vi.restoreAllMocks()
  })

  test('promises keys only where they work', () => {
    const titles = (keys: boolean) => {
      const root = document.createElement('div')
      const shown = call({ recording: 'on', commands: ['hold', 'consult', 'clear', 'suspendRecording'] })
      void act(() =>
        render(
          <CallCard
            call={shown}
            language="ru"
            now={0}
            keys={keys}
            transfers={transfers}
            opener={opener}
            onWish={async () => {}}
          />,
          root,
        ),
      )
      return [...root.querySelectorAll('button')].map(({ title }) => title)
    }
    expect(titles(true)).toEqual(['Приостановить запись (R)', 'Удержать (H)', 'Перевести (T)', 'Завершить (E)'])
    expect(titles(false)).toEqual(['Приостановить запись', 'Удержать', 'Перевести', 'Завершить'])
  })

  test('a command whose outcome is unknown says what may have become of it', async () => {
    const { root, button } = show(call({ commands: ['hold', 'clear'] }), () =>
      Promise.reject(new TrubkaError('timeout')),
    )
    await act(async () => button('Удержать').click())
    await vi.waitFor(() =>
      expect(root.querySelector('[role="alert"].t-notice')?.textContent).toContain('не подтвердила удержание'),
    )
  })

  test('markup in a name is text', () => {
    const { root } = show(call({ party: party({ name: '<img src=x onerror=alert(1)>' }) }))
    expect(root.querySelector('img')).toBeNull()
    expect(root.textContent).toContain('<img src=x')
  })
})
