// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BooksPart } from '../../../src/popup/contacts/BooksPart.tsx'
import { ColleaguesPart } from '../../../src/popup/contacts/ColleaguesPart.tsx'
import type { ContactsSource } from '../../../src/popup/contacts/source.ts'
import { type Contact, OWN_BOOK } from '../../../src/protocol/address-book.ts'
import { applyEvent } from '../../../src/protocol/apply-event.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { NameIndex } from '../../../src/protocol/name-index.ts'
import type { OperatorState } from '../../../src/protocol/state.ts'
import { freshState } from '../../support/peer.ts'

const contact = (i: number, more: Partial<Contact> = {}): Contact => ({
  id: `contact-${String(i).padStart(4, '0')}`,
  book: 'clients',
  name: `Клиент ${String(i).padStart(4, '0')}`,
  company: '',
  department: '',
  position: '',
  numbers: [{ number: '79035677876', kind: 'work' }],
  email: '',
  note: '',
  ...more,
})
const SHARED = Array.from({ length: 500 }, (_, i) => contact(i))
let own: Contact[]
let source: { [K in keyof ContactsSource]: ReturnType<typeof vi.fn<ContactsSource[K]>> }
let root: HTMLElement

beforeEach(() => {
  // Nothing is laid out here: a box is as high as we say.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400)
  own = []
  source = {
    search: vi.fn<ContactsSource['search']>(async () => ({ contacts: SHARED.slice(7, 9), total: 300 })),
    list: vi.fn<ContactsSource['list']>(async ({ book, from, count }) => {
      const all = book === OWN_BOOK ? own : SHARED
      return { contacts: all.slice(from, from + count), total: all.length }
    }),
    keep: vi.fn<ContactsSource['keep']>(async () => ({})),
    remove: vi.fn<ContactsSource['remove']>(async () => ({})),
    importFile: vi.fn<ContactsSource['importFile']>(async () => ({ kept: 0, same: 0, faults: [], faultCount: 0 })),
    exportText: vi.fn<ContactsSource['exportText']>(async () => ({ text: 'BEGIN' })),
    place: vi.fn<ContactsSource['place']>(async () => ({})),
    unplace: vi.fn<ContactsSource['unplace']>(async () => ({})),
    call: vi.fn<ContactsSource['call']>(async () => ({})),
    consult: vi.fn<ContactsSource['consult']>(async () => ({})),
  }
  root = document.createElement('div')
  document.body.append(root)
})
afterEach(() => {
  void act(() => render(null, root))
  root.remove()
  vi.restoreAllMocks()
})

const PEOPLE = [
  { id: 'u1', name: 'Иванова Анна', department: 'Продажи', number: '101' },
  { id: 'u2', name: 'Петров Семён', department: 'Сервис', number: '103' },
  { id: 'u3', name: 'Яковлев Олег', department: 'Сервис', number: '104' },
]
const state = (more: Partial<OperatorState> = {}): OperatorState => ({
  ...freshState(),
  colleagues: PEOPLE,
  books: { shared: [{ id: 'clients', name: 'Клиенты', count: 500 }], own: 0, version: 1 },
  ...more,
})
async function settled(what: () => void): Promise<void> {
  await act(async () => what())
  await act(() => new Promise((resolve) => setTimeout(resolve)))
}
const colleagues = (shown = state()) =>
  settled(() => render(<ColleaguesPart state={shown} source={source} language="ru" />, root))
const save = vi.fn()
const books = (shown = state(), online = true) =>
  settled(() => render(<BooksPart state={shown} online={online} source={source} language="ru" save={save} />, root))

const list = () => {
  const found = root.querySelector<HTMLElement>('[role="listbox"]')
  if (!found) throw new Error('there is no list')
  return found
}
const names = () => [...root.querySelectorAll('.people-row .t-person-name > bdi')].map((each) => each.textContent)
const marked = () => {
  const id = list().getAttribute('aria-activedescendant')
  return id === null ? null : root.querySelector(`#${id} .t-person-name > bdi`)?.textContent
}
const press = (key: string, more: KeyboardEventInit = {}) =>
  settled(() => list().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })))
const type = (name: string, text: string) =>
  settled(() => {
    const field = root.querySelector<HTMLInputElement>(`[data-field="${name}"]`)
    if (!field) throw new Error(`there is no field ${name}`)
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
const choose = (name: string, at: number) =>
  settled(() => {
    const field = root.querySelector<HTMLSelectElement>(`[data-field="${name}"]`)
    if (!field) throw new Error(`there is no choice ${name}`)
    field.selectedIndex = at
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
const button = (command: string) => root.querySelector<HTMLButtonElement>(`[data-command="${command}"]`)
const click = (command: string) => settled(() => button(command)?.click())

describe('«Сотрудники»', () => {
  test('are all there by name, without oneself, and can be looked through with the keyboard', async () => {
    await colleagues(state({ self: PEOPLE[2] ?? freshState().self }))
    expect(names()).toEqual(['Иванова Анна', 'Петров Семён'])
    await press('End')
    expect(marked()).toBe('Петров Семён')
    await press('ArrowUp')
    expect(marked()).toBe('Иванова Анна')
    await press('Enter')
    expect(source.call).toHaveBeenCalledExactlyOnceWith('101')
  })

  test('are found in the wrong layout and by department', async () => {
    await colleagues()
    await type('colleagues', 'gtnhj')
    expect(names()).toEqual(['Петров Семён'])
    await type('colleagues', '')
    await choose('department', 2)
    expect(names()).toEqual(['Петров Семён', 'Яковлев Олег'])
    const controls = () => root.querySelector('[data-field="colleagues"]')?.getAttribute('aria-controls') ?? null
    expect(controls()).toBe(list().id)
    await type('colleagues', 'никто')
    expect(root.textContent).toContain('Никого не нашли')
    expect(controls()).toBeNull()
  })

  test('of ten thousand a screenful is there; a line that changes is drawn, and the list is not made anew for it', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => ({
      id: `m${n}`,
      name: `Сотрудник ${String(n).padStart(5, '0')}`,
      department: `Отдел ${n % 50}`,
      number: String(10_000 + n),
    }))
    const made = vi.spyOn(NameIndex.prototype, 'put')
    const before = state({ colleagues: many })
    await colleagues(before)
    expect(made).toHaveBeenCalledTimes(10_000)
    expect(root.querySelectorAll('.people-row').length).toBeLessThan(60)
    expect(root.textContent).toContain('10')
    await colleagues(
      applyEvent(before, { type: 'line.changed', number: '10000', line: { state: 'talking', with: 'Петров' } }),
    )
    expect(root.querySelector('.people-row')?.textContent).toContain('говорит с Петров')
    expect(made).toHaveBeenCalledTimes(10_000)
    await press('End')
    expect(root.querySelectorAll('.people-row').length).toBeLessThan(60)
    await type('colleagues', 'сотр 09999')
    expect(names()).toEqual(['Сотрудник 09999'])
  })

  test('favourites stand first, in their order, contacts among them; Alt and an arrow moves one', async () => {
    const favourites = [
      { key: 'colleague:u3', contact: null },
      { key: 'contact:contact-0001', contact: contact(1) },
      { key: 'colleague:gone', contact: null },
    ]
    await colleagues(state({ favourites }))
    expect(names()).toEqual(['Яковлев Олег', 'Клиент 0001', 'Иванова Анна', 'Петров Семён'])
    await press('Home')
    await press('ArrowDown', { altKey: true })
    expect(source.place).toHaveBeenLastCalledWith({ key: 'colleague:u3', before: null })
    await press('End')
    await press('ArrowUp', { altKey: true })
    expect(source.place).toHaveBeenCalledTimes(1)
  })

  test('one is put among the favourites, and taken out', async () => {
    await colleagues()
    await press('Home')
    await click('star')
    expect(source.place).toHaveBeenCalledExactlyOnceWith({ key: 'colleague:u1', before: null })
    await colleagues(state({ favourites: [{ key: 'colleague:u1', contact: null }] }))
    await click('star')
    expect(source.unplace).toHaveBeenCalledExactlyOnceWith({ key: 'colleague:u1' })
  })

  test('whoever is marked stays marked when others come before them', async () => {
    await colleagues()
    await press('Home')
    await colleagues(state({ colleagues: [{ id: 'u0', name: 'Аванов', department: '', number: '100' }, ...PEOPLE] }))
    expect(marked()).toBe('Иванова Анна')
    await press('Enter')
    expect(source.call).toHaveBeenCalledExactlyOnceWith('101')
  })

  test('why a call was not made is said', async () => {
    source.call.mockRejectedValue(new TrubkaError('calleeDoNotDisturb', 'no'))
    await colleagues()
    await press('Home')
    await press('Enter')
    expect(root.querySelector('.t-notice')?.textContent).not.toBe('')
  })

  test('an empty list says what will be here', async () => {
    await colleagues(state({ colleagues: [] }))
    expect(root.textContent).toContain('Здесь будут все пользователи 1С')
  })
})

describe('«Книга»', () => {
  test('shows a screenful of many, asks for what comes into sight, and calls with Enter', async () => {
    await books()
    expect(names()[0]).toBe('Клиент 0000')
    expect(names().length).toBeLessThan(60)
    expect(source.list).toHaveBeenCalledExactlyOnceWith({ book: 'clients', from: 0, count: 100 })
    expect(list().querySelector('[role="option"]')?.getAttribute('aria-setsize')).toBe('500')
    await press('Home')
    await press('Enter')
    expect(source.call).toHaveBeenCalledExactlyOnceWith('79035677876')
  })

  test('that changes while one is far down in it shows what is there now', async () => {
    await books()
    await settled(() => {
      list().scrollTop = 500 * 46 - 400
      list().dispatchEvent(new Event('scroll'))
    })
    await vi.waitFor(() => expect(names().at(-1)).toBe('Клиент 0499'))
    SHARED[499] = contact(499, { name: 'Клиент другой' })
    try {
      await books(state({ books: { shared: [{ id: 'clients', name: 'Клиенты', count: 500 }], own: 0, version: 2 } }))
      await vi.waitFor(() => expect(names().at(-1)).toBe('Клиент другой'))
    } finally {
      SHARED[499] = contact(499)
    }
  })

  test('finds what is typed on the server, and says that there are more', async () => {
    await books()
    await type('contacts', 'bdfyjd')
    await vi.waitFor(() => expect(source.search).toHaveBeenCalledWith({ typed: 'bdfyjd', book: 'clients', limit: 200 }))
    await vi.waitFor(() => expect(names()).toEqual(['Клиент 0007', 'Клиент 0008']))
    expect(root.textContent).toContain('Показаны 2 из 300')
  })

  test('one’s own begins empty, with what to do; an entry is written with numbers that can be dialled', async () => {
    await books(state({ books: { shared: [], own: 0, version: 1 } }))
    expect(root.textContent).toContain('Ваша книга пуста')
    await click('add-contact')
    const fill = (name: string, value: string) =>
      settled(() => {
        const field = root.querySelector<HTMLInputElement>(`[name="${name}"]`)
        if (!field) throw new Error(`there is no ${name}`)
        field.value = value
        field.dispatchEvent(new Event('input', { bubbles: true }))
      })
    const submit = () => settled(() => root.querySelector('form')?.requestSubmit())
    await submit()
    expect(root.textContent).toContain('Имя не указано')
    await fill('name', 'Сосед')
    await fill('mobile', 'нет')
    await submit()
    expect(root.textContent).toContain('Это не телефон')
    expect(source.keep).not.toHaveBeenCalled()
    await fill('mobile', '8 (903) 567-78-76, +7 495 555-01-28')
    await submit()
    expect(source.keep.mock.calls[0]?.[0].contact).toMatchObject({
      name: 'Сосед',
      numbers: [
        { number: '79035677876', kind: 'mobile' },
        { number: '74955550128', kind: 'mobile' },
      ],
    })
    expect(root.querySelector('form')).toBeNull()
  })

  test('a form that was refused keeps what was typed, and is the same entry at the next try', async () => {
    source.keep.mockRejectedValueOnce(new TrubkaError('offline', 'no'))
    await books(state({ books: { shared: [], own: 0, version: 1 } }))
    await click('add-contact')
    const field = root.querySelector<HTMLInputElement>('[name="name"]')
    await settled(() => {
      if (!field) throw new Error('there is no field')
      field.value = 'Сосед'
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    const submit = () => settled(() => root.querySelector('form')?.requestSubmit())
    await submit()
    expect(root.querySelector('.t-notice')).not.toBeNull()
    await submit()
    const [first, second] = source.keep.mock.calls
    expect(second?.[0].contact).toEqual(first?.[0].contact)
  })

  test('a full one says so, and a file that is too large what to do with it', async () => {
    await books(state({ books: { shared: [], own: 0, version: 1 } }))
    const load = async (bytes: number) => {
      const picker = root.querySelector<HTMLInputElement>('input[type="file"]')
      if (!picker) throw new Error('nowhere to give a file')
      const file = new File([new Uint8Array(bytes)], 'contacts.csv')
      Object.defineProperty(picker, 'files', { value: [file], configurable: true })
      await settled(() => picker.dispatchEvent(new Event('change', { bubbles: true })))
    }
    source.importFile.mockRejectedValue(new TrubkaError('tooMany', 'at most 5000'))
    await load(10)
    await vi.waitFor(() => expect(root.textContent).toContain('Больше не помещается'))
    await load(2_000_001)
    await vi.waitFor(() => expect(root.textContent).toContain('Слишком много данных'))
    expect(source.importFile).toHaveBeenCalledTimes(1)
  })

  test('what was removed of it comes back', async () => {
    own = [contact(1, { book: OWN_BOOK, name: 'Сосед' })]
    await books(state({ books: { shared: [], own: 1, version: 1 } }))
    await press('Home')
    await click('remove-contact')
    expect(source.remove).toHaveBeenCalledExactlyOnceWith({ id: 'contact-0001' })
    await click('undo-remove')
    const { book: _, ...entry } = contact(1, { name: 'Сосед' })
    expect(source.keep).toHaveBeenCalledExactlyOnceWith({ contact: entry })
  })

  test('nobody changes a shared one here', async () => {
    await books()
    await press('Home')
    expect(button('call-marked')).not.toBeNull()
    for (const command of ['change-contact', 'remove-contact', 'add-contact']) expect(button(command)).toBeNull()
  })

  test('is saved as a file', async () => {
    own = [contact(1, { book: OWN_BOOK })]
    await books(state({ books: { shared: [], own: 1, version: 1 } }))
    await click('export-vcard')
    expect(save).toHaveBeenCalledExactlyOnceWith('contacts.vcf', 'BEGIN', 'text/vcard')
  })

  test('without the server says so, and opens as soon as it is back', async () => {
    await books(state(), false)
    expect(root.textContent).toContain('Нет связи с сервером')
    expect(source.list).not.toHaveBeenCalled()
    await books()
    expect(names()[0]).toBe('Клиент 0000')
  })
})
