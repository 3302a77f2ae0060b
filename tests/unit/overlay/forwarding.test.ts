import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type FieldNote, Forwarding } from '../../../src/content/forwarding.ts'
import { scanPage } from '../../../src/content/onec/scan.ts'
import { noteText } from '../../../src/content/overlay/FieldNotes.tsx'
import type { Ask } from '../../../src/content/rules.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { RefusedLine } from '../../../src/protocol/routing.ts'
import { openFixture } from '../../support/onec-page.ts'

const USER = 'form2_ПользовательДляПереключенияЗвонков_i0'
const PEOPLE: Record<string, string | null> = { 'Иванова Анна Сергеевна': '103', 'Петров Пётр Петрович': null }

const NAMESAKE = { id: '7', name: 'Смирнов Олег', department: 'Продажи', number: '107' }
const OTHER = { ...NAMESAKE, id: '8', department: 'Склад', number: '108' }

let doc: Document
let asked: [string, unknown][]
let notes: (FieldNote | null)[]
let forwarding: Forwarding
let now: number
let fault: TrubkaError | null
let refused: RefusedLine[]
let loaded: boolean
let connected: boolean

beforeEach(() => {
  doc = openFixture('routing-before-save.html')
  asked = []
  notes = []
  now = 1_000_000
  fault = null
  refused = []
  loaded = true
  connected = true
  const ask = (async (method: string, params: { name: string }) => {
    asked.push([method, params])
    if (fault) throw fault
    if (method === 'routing.write') return { refused }
    if (params.name === NAMESAKE.name) return { connected, loaded, colleagues: [NAMESAKE, OTHER] }
    const number = PEOPLE[params.name]
    const colleagues = number === undefined ? [] : [{ id: '1', name: params.name, department: '', number }]
    return { connected, loaded, colleagues }
  }) as unknown as Ask
  forwarding = new Forwarding({
    ask,
    signal: new AbortController().signal,
    lastDigits: () => 10,
    connected: () => connected,
    note: (_form, note) => notes.push(note),
  })
})

const input = () => doc.getElementById(USER) as HTMLInputElement
/** Once the background has answered, and the answer has been taken. */
async function answered(): Promise<void> {
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  await new Promise((resolve) => setTimeout(resolve))
}
/** Looks at the page as often as the content script does. */
function look(ms: number, confirmed: string | null = ''): void {
  for (let gone = 0; gone <= ms; gone += 100) {
    now += 100
    forwarding.look(scanPage(doc).cards, { confirmedUser: () => confirmed }, now)
  }
}

describe('a user chosen for «Переключение звонков на»', () => {
  test('with a number is asked about once, and nothing is said', async () => {
    look(5000)
    await vi.waitFor(() => expect(asked).toEqual([['people.named', { name: 'Иванова Анна Сергеевна' }]]))
    expect(notes).toEqual([])
  })

  test('without a number is refused at the field, in words, before any save', async () => {
    look(300)
    input().value = 'Петров\u00a0Пётр Петрович'
    look(1000)
    await vi.waitFor(() => expect(notes).toEqual([null, { kind: 'noNumber', user: 'Петров Пётр Петрович' }]))
    expect(noteText({ kind: 'noNumber', user: 'Петров Пётр Петрович' }, 'ru')).toBe(
      'У пользователя Петров Пётр Петрович нет внутреннего номера. Выберите другого.',
    )
  })

  test('the refusal goes when another is chosen', async () => {
    input().value = 'Петров Пётр Петрович'
    look(1000)
    await vi.waitFor(() => expect(notes).toHaveLength(1))
    input().value = 'Иванова Анна Сергеевна'
    look(100)
    expect(notes.at(-1)).toBeNull()
  })

  test('who stood there when the card was opened is not talked about', async () => {
    input().value = 'Петров Пётр Петрович'
    look(3000, 'Петров Пётр Петрович')
    expect(asked).toEqual([])
  })

  test('before the list of employees has come is not said to be missing from it', async () => {
    loaded = false
    input().value = 'Кузнецов Кузьма Кузьмич'
    look(1000)
    await vi.waitFor(() => expect(notes).toHaveLength(1))
    const [note] = notes
    expect(note && noteText(note, 'ru')).toBe(
      'Список сотрудников из 1С ещё не получен. Запишите карточку ещё раз через несколько минут.',
    )
  })

  test('half a name is left alone while it is being typed, and named when the field is left', async () => {
    input().focus()
    input().value = 'Ив'
    look(1500)
    await answered()
    look(3000)
    expect(notes).toEqual([])
    input().blur()
    look(300)
    expect(notes).toEqual([{ kind: 'unknownUser', user: 'Ив' }])
  })

  test('is talked about while the field still has the focus, once the name is whole', async () => {
    input().focus()
    input().value = 'Петров Пётр Петрович'
    look(1500)
    await answered()
    look(500)
    expect(notes).toEqual([{ kind: 'noNumber', user: 'Петров Пётр Петрович' }])
  })

  test('is not talked about while the list of users has dropped down where the note would stand', async () => {
    input().value = 'Петров Пётр Петрович'
    look(1000)
    await vi.waitFor(() => expect(notes).toHaveLength(1))
    doc.body.insertAdjacentHTML('beforeend', '<div id="editDropDown"><div class="eddText">Петров</div></div>')
    look(300)
    expect(notes.slice(1)).toEqual([null])
    doc.getElementById('editDropDown')?.remove()
    look(300)
    expect(notes.slice(2)).toEqual([{ kind: 'noNumber', user: 'Петров Пётр Петрович' }])
  })

  test('by the save itself is talked about, though the field was still being typed in', async () => {
    input().focus()
    input().value = 'Пет'
    look(300)
    const values = { user: 'Петров Пётр Петрович', phones: ['79035677876'] }
    const saved = forwarding.saved({ form: 2, values, before: { user: '', phones: [] } })
    input().value = values.user
    await saved
    look(500)
    expect(notes).toEqual([{ kind: 'noNumber', user: values.user }])
  })
})

describe('a saved card', () => {
  const values = { user: 'Иванова Анна Сергеевна', phones: ['79035677876'] }
  const before = { user: '', phones: [] }

  test('becomes rules', async () => {
    expect(await forwarding.saved({ form: 2, values, before })).toEqual(values)
    expect(asked).toEqual([
      ['people.named', { name: values.user }],
      ['routing.write', { commandId: expect.any(String), lines: ['9035677876=103'] }],
    ])
  })

  test('with a user without a number sends nothing and says so', async () => {
    const known = await forwarding.saved({ form: 2, values: { ...values, user: 'Петров Пётр Петрович' }, before })
    expect(known).toEqual(before)
    expect(asked.map(([method]) => method)).toEqual(['people.named'])
    expect(notes).toEqual([{ kind: 'noNumber', user: 'Петров Пётр Петрович' }])
  })

  test('whose rules are refused is told why, at the field, and is not known to have any', async () => {
    refused = [{ at: 1, line: '9035677876=103', fault: 'internalTooShort' }]
    const known = await forwarding.saved({ form: 2, values, before })
    expect(known).toEqual(before)
    expect(notes.at(-1)).toEqual({ kind: 'refused', lines: refused })
    expect(noteText({ kind: 'refused', lines: refused }, 'ru')).toBe(
      'Переключение звонков не записано: +7 903 567-78-76 (внутренний номер слишком короткий). Проверьте номера или скажите администратору.',
    )
  })

  test('of many refused rules a few are named', () => {
    const many = Array.from({ length: 5 }, (_, at) => ({ at, line: '9035677876=1', fault: 'notDigits' as const }))
    expect(noteText({ kind: 'refused', lines: many }, 'en')).toBe(
      'The call forwarding was not saved: +7 903 567-78-76 (not digits alone), +7 903 567-78-76 (not digits alone), 3 more. Check the numbers or tell your administrator.',
    )
  })

  test('takes away what was said about it before', async () => {
    await forwarding.saved({ form: 2, values, before })
    expect(notes).toEqual([null])
  })

  test('whose rules cannot be sent is said to be saved again', async () => {
    fault = new TrubkaError('notPaired')
    expect(await forwarding.saved({ form: 2, values, before })).toEqual(before)
    expect(notes).toEqual([{ kind: 'ruleNotSent' }])
  })
})

describe('two people of one name', () => {
  const values = { user: NAMESAKE.name, phones: ['79035677876'] }
  const before = { user: '', phones: [] }
  const lines = () =>
    asked.filter(([method]) => method === 'routing.write').map(([, params]) => (params as { lines: string[] }).lines)
  const question = (): Extract<FieldNote, { kind: 'sharedName' }> => {
    const note = notes.findLast((each) => each !== null)
    if (note?.kind !== 'sharedName') throw new Error(`no question but ${note?.kind}`)
    return note
  }

  test('are asked about at the field, before the save, and the one who is meant gets the calls', async () => {
    look(300)
    input().value = NAMESAKE.name
    look(1000)
    await vi.waitFor(() => expect(question().colleagues.map(({ number }) => number)).toEqual(['107', '108']))
    question().choose('108')
    expect(notes.at(-1)).toBeNull()
    expect(await forwarding.saved({ form: 2, values, before })).toEqual(values)
    expect(lines()).toEqual([['9035677876=108']])
  })

  test('are asked about after the save, too; until then no rule goes out', async () => {
    const saved = forwarding.saved({ form: 2, values, before })
    await vi.waitFor(() => expect(question().user).toBe(NAMESAKE.name))
    expect(lines()).toEqual([])
    question().choose('107')
    expect(await saved).toEqual(values)
    expect(lines()).toEqual([['9035677876=107']])
    expect(notes.at(-1)).toBeNull()
  })

  test('and the question is put away: nothing is guessed, the next save asks again', async () => {
    const saved = forwarding.saved({ form: 2, values, before })
    await vi.waitFor(() => expect(question()).toBeTruthy())
    question().choose(null)
    expect(await saved).toEqual(before)
    expect(lines()).toEqual([])
  })

  test('and the card is saved again with another: the earlier save has nothing more to say', async () => {
    const first = forwarding.saved({ form: 2, values, before })
    await vi.waitFor(() => expect(question()).toBeTruthy())
    const anna = { ...values, user: 'Иванова Анна Сергеевна' }
    expect(await forwarding.saved({ form: 2, values: anna, before: values })).toEqual(anna)
    expect(await first).toEqual(before)
    expect(lines()).toEqual([['9035677876=103']])
  })

  test('one of whom was chosen as a person, in our own list: nobody is asked', async () => {
    forwarding.mean(2, { name: 'Смирнов  олег', number: '108' })
    expect(await forwarding.saved({ form: 2, values, before })).toEqual(values)
    expect(lines()).toEqual([['9035677876=108']])
  })

  test('the answer is for this user of this card only', async () => {
    look(300)
    input().value = NAMESAKE.name
    look(1000)
    await vi.waitFor(() => expect(question()).toBeTruthy())
    question().choose('108')
    const other = forwarding.saved({ form: 3, values, before })
    await vi.waitFor(() => expect(notes.at(-1)?.kind).toBe('sharedName'))
    question().choose(null)
    expect(await other).toEqual(before)
  })
})

describe('without a connection to the server', () => {
  beforeEach(() => {
    connected = false
  })

  test('it is said at the field that it works later, until there is one again', async () => {
    look(1000)
    await vi.waitFor(() => expect(notes).toEqual([{ kind: 'later' }]))
    expect(noteText({ kind: 'later' }, 'ru')).toBe(
      'Нет связи с сервером телефонии. Переключение звонков заработает, когда она появится.',
    )
    connected = true
    look(1000)
    expect(notes.at(-1)).toBeNull()
    await new Promise((resolve) => setTimeout(resolve))
    look(1000)
    expect(notes.at(-1)).toBeNull()
  })

  test('a saved card’s rules are handed over to be kept, and that is said', async () => {
    const values = { user: 'Иванова Анна Сергеевна', phones: ['79035677876'] }
    look(200, values.user)
    expect(await forwarding.saved({ form: 2, values, before: { user: '', phones: [] } })).toEqual(values)
    expect(asked.map(([method]) => method)).toEqual(['people.named', 'routing.write'])
    expect(notes.at(-1)).toEqual({ kind: 'later' })
    connected = true
    look(500, values.user)
    expect(notes.at(-1)).toBeNull()
  })

  test('a user without a number is refused all the same', async () => {
    look(300)
    input().value = 'Петров Пётр Петрович'
    look(1000)
    await vi.waitFor(() => expect(notes.at(-1)).toEqual({ kind: 'noNumber', user: 'Петров Пётр Петрович' }))
  })
})
