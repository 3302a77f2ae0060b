// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { JournalPart } from '../../../src/popup/journal/JournalPart.tsx'
import type { JournalSource } from '../../../src/popup/journal/source.ts'
import { panelKeys } from '../../../src/popup/keys.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { JournalCall, MissedCaller } from '../../../src/protocol/journal.ts'
import type { OperatorState } from '../../../src/protocol/state.ts'
import type { Opener } from '../../../src/ui/OpenIn1C.tsx'
import { stubSight } from '../../support/in-sight.ts'
import { freshState } from '../../support/peer.ts'
import { party } from '../ui/call.ts'

const NOON = new Date(2026, 4, 9, 12, 0).getTime()
const entry = (id: number, more: Partial<JournalCall> = {}): JournalCall => ({
  id,
  direction: 'incoming',
  party: party(),
  at: NOON,
  result: 'answered',
  waitMs: 4000,
  listen: false,
  talkMs: 65_000,
  staff: [{ number: '101', name: 'Иванова Анна Петровна' }],
  ...more,
})
const missed = (id: number, more: Partial<MissedCaller> = {}): MissedCaller => ({
  id,
  party: party(),
  times: 3,
  since: NOON,
  at: NOON,
  call: 31,
  returned: null,
  ...more,
})

const DOCUMENT = { base: 'crm', link: 'e1cib/data/Документ.ТелефонныйЗвонок?ref=93f4' }

/** The end of the list comes into sight. */
let reachEnd: () => void
let source: { [K in keyof JournalSource]: ReturnType<typeof vi.fn<JournalSource[K]>> }
let opener: { [K in keyof Opener]: ReturnType<typeof vi.fn<Opener[K]>> }
let root: HTMLElement

beforeEach(() => {
  reachEnd = stubSight()
  source = {
    history: vi.fn<JournalSource['history']>(async () => ({ calls: [entry(1)], next: null })),
    missed: vi.fn<JournalSource['missed']>(async () => ({ callers: [missed(1)], next: null })),
    document: vi.fn<JournalSource['document']>(async () => ({ document: DOCUMENT })),
    mark: vi.fn<JournalSource['mark']>(async () => ({})),
    statistics: vi.fn<JournalSource['statistics']>(() => new Promise(() => {})),
    call: vi.fn<JournalSource['call']>(async () => ({})),
    find: vi.fn<JournalSource['find']>(() => new Promise(() => {})),
    listen: vi.fn<JournalSource['listen']>(() => new Promise(() => {})),
  }
  opener = {
    open: vi.fn<Opener['open']>(async () => ({ opened: true, address: null })),
    copy: vi.fn<Opener['copy']>(async () => true),
  }
  root = document.createElement('div')
  document.body.append(root)
})
afterEach(() => {
  void act(() => render(null, root))
  root.remove()
  vi.unstubAllGlobals()
})

const state = (more: Partial<OperatorState> = {}): OperatorState => ({ ...freshState(), ...more })
/** Does it, and lets what was asked be answered and drawn. */
async function settled(what: () => void): Promise<void> {
  await act(async () => what())
  await act(() => new Promise((resolve) => setTimeout(resolve)))
}
const show = (shown: OperatorState = state(), online = true) =>
  settled(() =>
    render(<JournalPart state={shown} online={online} source={source} opener={opener} language="ru" />, root),
  )
const rows = () => [...root.querySelectorAll('.row')].map((row) => row.textContent ?? '')
const press = (command: string) =>
  settled(() => root.querySelector<HTMLElement>(`[data-command="${command}"]`)?.click())
async function choose(field: string, at: number): Promise<void> {
  if (root.querySelector('select') === null) await press('filters')
  const select = root.querySelector<HTMLSelectElement>(`select[data-field="${field}"]`) ?? expect.fail(`no ${field}`)
  await settled(() => {
    select.selectedIndex = at
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
}
const turn = (name: string, value: string) =>
  settled(() => root.querySelector<HTMLElement>(`input[name="${name}"][value="${value}"]`)?.click())

describe('The history', () => {
  test('says that it waits when the connection drops in the middle of a question, and asks again once it is back', async () => {
    let late: (answer: Awaited<ReturnType<JournalSource['history']>>) => void = () => {}
    source.history.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)))
    await show()
    expect(root.textContent).toContain('Загружаем…')
    await show(state(), false)
    expect(root.textContent).not.toContain('Загружаем…')
    expect(root.textContent).toContain('Нет связи с сервером. Список появится')
    await show()
    expect(source.history).toHaveBeenCalledTimes(2)
    expect(rows()).toHaveLength(1)
    expect(root.textContent).not.toContain('Нет связи')
    await settled(() => late({ calls: [entry(7), entry(8)], next: null }))
    expect(rows()).toHaveLength(1)
  })

  test('says with whom, what came of it and who of the colleagues took part, but not oneself', async () => {
    source.history.mockResolvedValue({
      calls: [entry(1), entry(2, { result: 'missed', staff: [{ number: '103', name: 'Петров' }] })],
      next: null,
    })
    await show()
    expect(rows()[0]).toContain('разговор 1:05')
    expect(rows()[0]).not.toContain('Иванова')
    expect(rows()[1]).toContain('пропущен')
    expect(rows()[1]).toContain('Петров')
    expect(root.querySelectorAll('.row.missed')).toHaveLength(1)
  })

  test('one press calls back; why it cannot is said in the row', async () => {
    source.call.mockRejectedValueOnce(new TrubkaError('pbxDown'))
    await show()
    await press('callBack')
    expect(source.call).toHaveBeenCalledWith(expect.stringMatching(/^\+?\d+$/))
    expect(rows()[0]).toContain('АТС не отвечает')
    await press('callBack')
    expect(rows()[0]).not.toContain('АТС не отвечает')
  })

  test('has each call’s document in 1C behind one press; where 1C does not open it, the link is offered', async () => {
    await show()
    await press('openDocument')
    expect(source.document).toHaveBeenCalledWith(1)
    expect(opener.open).toHaveBeenCalledWith(DOCUMENT)
    expect(root.querySelector('.t-notice')).toBeNull()
    opener.open.mockResolvedValueOnce({ opened: false, address: `https://1c.example.ru/crm/#${DOCUMENT.link}` })
    await press('openDocument')
    expect(rows()[0]).toContain('Shift+F11')
    await press('copyLink')
    expect(opener.copy).toHaveBeenCalledWith(`https://1c.example.ru/crm/#${DOCUMENT.link}`)
  })

  test('says of a call that it is not in 1C, and that 1C does not answer', async () => {
    await show()
    source.document.mockResolvedValueOnce({ document: null })
    await press('openDocument')
    expect(rows()[0]).toContain('Этого звонка в 1С нет')
    source.document.mockRejectedValueOnce(new TrubkaError('baseDown'))
    await press('openDocument')
    expect(rows()[0]).toContain('1С не отвечает')
    expect(opener.open).not.toHaveBeenCalled()
  })

  test('is no call that the panel’s keys would answer, hold, give away, end or record', async () => {
    source.history.mockResolvedValue({ calls: [entry(1, { listen: true }), entry(2)], next: null })
    const stop = new AbortController()
    await show()
    panelKeys(root, stop.signal)
    const pressed = vi.fn()
    root.addEventListener('click', pressed)
    for (const code of ['KeyA', 'KeyE', 'KeyH', 'KeyT', 'KeyR', 'Escape'])
      await settled(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { code, key: code, bubbles: true })))
    stop.abort()
    expect(pressed).not.toHaveBeenCalled()
    expect(source.call).not.toHaveBeenCalled()
    expect(source.listen).not.toHaveBeenCalled()
  })

  test('goes on when one comes to its end, and ends', async () => {
    const place = { at: NOON, id: 1 }
    source.history.mockResolvedValueOnce({ calls: [entry(1)], next: place })
    source.history.mockResolvedValueOnce({ calls: [entry(2)], next: null })
    await show()
    await settled(() => reachEnd())
    expect(source.history).toHaveBeenLastCalledWith({ scope: 'own', before: place })
    expect(rows()).toHaveLength(2)
    await settled(() => reachEnd())
    expect(source.history).toHaveBeenCalledTimes(2)
  })

  test('is read again when a call of the operator’s has come into it', async () => {
    await show()
    source.history.mockResolvedValue({ calls: [entry(2), entry(1)], next: null })
    await show(state({ history: 7 }))
    expect(rows()).toHaveLength(2)
  })

  test('stays as long as it was when it is read again: nobody who reads on loses their place', async () => {
    const place = (id: number) => ({ at: NOON, id })
    source.history.mockImplementation(async ({ before }) =>
      before === undefined || before === null
        ? { calls: [entry(4), entry(3)], next: place(3) }
        : { calls: [entry(2), entry(1)], next: place(1) },
    )
    await show()
    await settled(() => reachEnd())
    expect(rows()).toHaveLength(4)
    await show(state({ history: 7 }))
    expect(rows()).toHaveLength(4)
    expect(source.history).toHaveBeenCalledTimes(4)
  })

  test('has names as soon as 1C has been read, which a server that has just started has not', async () => {
    const base: OperatorState['bases'][number] = { id: 'crm', name: 'CRM', urls: [], state: 'loading', loadedAt: null }
    const petrova = { base: 'crm', ref: 'p', contact: 'Петрова Мария', counterparty: '', responsible: '' }
    source.history.mockResolvedValue({ calls: [entry(1, { party: party() })], next: null })
    await show(state({ bases: [base] }))
    source.history.mockResolvedValue({ calls: [entry(1, { party: party({ customers: [petrova] }) })], next: null })
    await show(state({ bases: [{ ...base, progress: { read: 1, of: 2 } }] }))
    expect(source.history).toHaveBeenCalledTimes(1)
    await show(state({ bases: [{ ...base, state: 'up', loadedAt: NOON }] }))
    expect(rows()[0]).toContain('Петрова Мария')
  })

  test('is filtered by client, kind, time and, in a department, person', async () => {
    await show()
    await turn('scope', 'department')
    await choose('kind', 2)
    await choose('period', 1)
    await choose('person', 1)
    const field = root.querySelector<HTMLInputElement>('[data-field="client"]') ?? expect.fail('no field')
    await settled(() => {
      field.value = ' ромашка '
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    const today = new Date().setHours(0, 0, 0, 0)
    await vi.waitFor(() =>
      expect(source.history).toHaveBeenLastCalledWith({
        scope: 'department',
        person: 'u101',
        client: 'ромашка',
        direction: 'incoming',
        result: 'failed',
        from: today,
      }),
    )
  })

  test('says that there is nothing, and apart from it that nothing fits', async () => {
    source.history.mockResolvedValue({ calls: [], next: null })
    await show()
    expect(root.textContent).toContain('Звонков ещё не было')
    await choose('kind', 1)
    await vi.waitFor(() => expect(root.textContent).toContain('Измените условия'))
  })

  test('without the server nothing is asked, and what is shown stays; it is read again with it', async () => {
    await show(state(), false)
    expect(source.history).not.toHaveBeenCalled()
    await show()
    await show(state(), false)
    expect(rows()).toHaveLength(1)
    expect(root.querySelector('.t-notice')).toBeNull()
    await show()
    expect(source.history).toHaveBeenCalledTimes(2)
  })

  test('what failed to be read is said, and tried once more', async () => {
    source.history.mockRejectedValueOnce(new TrubkaError('offline'))
    await show()
    expect(rows()).toEqual([])
    await press('again')
    expect(rows()).toHaveLength(1)
  })

  test('a hostile name is text', async () => {
    const name = '<img src=x onerror=alert(1)>'
    source.history.mockResolvedValue({ calls: [entry(1, { staff: [{ number: '9', name }] })], next: null })
    await show()
    expect(root.querySelector('img')).toBeNull()
    expect(root.textContent).toContain('<img')
  })
})

describe('Missed calls', () => {
  test('come first while there are any', async () => {
    await show(state({ missed: 2 }))
    expect(source.history).not.toHaveBeenCalled()
    expect(rows()[0]).toContain('3 звонка')
    expect(rows()[0]).toContain('Никто не перезвонил')
  })

  test('that somebody has returned say who and when, and need nothing more', async () => {
    const returned = { how: 'called' as const, by: { number: '103', name: 'Петров Семён' }, at: NOON }
    source.missed.mockResolvedValue({ callers: [missed(1, { returned })], next: null })
    await show(state({ missed: 1 }))
    expect(rows()[0]).toContain('Перезвонил(а) Петров Семён')
    expect(root.querySelector('[data-command="mark"]')).toBeNull()
    expect(root.querySelector('[data-command="callBack"]')).not.toBeNull()
  })

  test('can be marked as done, and are then asked for anew', async () => {
    await show(state({ missed: 1 }))
    await press('mark')
    expect(source.mark).toHaveBeenCalledWith(party().number)
    expect(source.missed).toHaveBeenCalledTimes(2)
  })

  test('of the department are one press away', async () => {
    await show(state({ missed: 1 }))
    await turn('scope', 'department')
    expect(source.missed).toHaveBeenLastCalledWith({ scope: 'department' })
  })

  test('who has no department is offered none', async () => {
    await show(state({ self: { ...freshState().self, department: '' } }))
    expect(root.querySelector('input[name="scope"]')).toBeNull()
  })
})
