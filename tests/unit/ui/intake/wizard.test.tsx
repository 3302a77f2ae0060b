// @vitest-environment happy-dom
import { render } from 'preact'
import { act } from 'preact/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Call } from '../../../../src/protocol/call.ts'
import type { Customer } from '../../../../src/protocol/customer.ts'
import { TrubkaError } from '../../../../src/protocol/errors.ts'
import type { Acceptance, ClientDetails, Intake } from '../../../../src/protocol/intake.ts'
import type { Dismissed } from '../../../../src/protocol/mirror.ts'
import type { PageMethod } from '../../../../src/protocol/page.ts'
import type { Base, OperatorState } from '../../../../src/protocol/state.ts'
import { AVAILABLE } from '../../../../src/protocol/status.ts'
import { managerChoices, userChoice } from '../../../../src/ui/choices.ts'
import type { HangUps } from '../../../../src/ui/intake/hang-up.ts'
import { Intakes } from '../../../../src/ui/intake/Intakes.tsx'
import type { Managers } from '../../../../src/ui/intake/managers.ts'
import type { Ask } from '../../../../src/ui/wishes.ts'
import { freshState } from '../../../support/peer.ts'
import { call, party } from '../call.ts'
import { form, intake } from './intake.ts'

const ROMASHKA: Customer = {
  base: 'trade',
  ref: 'client-1',
  contact: 'Петрова Мария Ивановна',
  counterparty: 'ООО «Ромашка»',
  responsible: 'Петров Семён Ильич',
}
const SIDOROV: Customer = { ...ROMASHKA, ref: 'client-2', contact: '', counterparty: 'Сидоров' }
const DETAILS: ClientDetails = {
  responsible: 'u103',
  interests: [{ ref: 'i1', number: 'ИН-7', topic: 'Ремонт насоса', service: 's2', responsible: 'u104', createdAt: 0 }],
  interactions: [{ at: 0, topic: 'Спросили цену', by: 'Иванова' }],
}
const SERVICES = {
  types: [
    { ref: 's1', name: 'Продажа' },
    { ref: 's2', name: 'Ремонт' },
  ],
  departments: { Продажи: ['s1'], Сервис: ['s2'] },
}
const talking = call({
  direction: 'incoming',
  answeredAt: 1,
  party: party({ number: '79161112233' }),
  commands: ['clear', 'hold', 'consult'],
})

let root: HTMLElement
let state: OperatorState
let calls: Call[]
let intakes: Intake[]
let asked: { method: PageMethod; params: Record<string, unknown> }[]
let answers: Partial<Record<PageMethod, unknown>>
let opened: [string, string][]
let hangUps: HangUps
let acceptances: Acceptance[]
let dismissed: Dismissed | null
let bases: Base[]
let copied: string[]
let managerOf: Managers['of']

beforeEach(() => {
  root = document.body.appendChild(document.createElement('div'))
  state = freshState()
  state.lines = { '103': { state: 'free', with: null } }
  calls = [talking]
  intakes = [intake()]
  asked = []
  opened = []
  hangUps = { listener: null }
  acceptances = []
  dismissed = null
  bases = []
  copied = []
  managerOf = async (id) => userChoice(id, state)
  answers = {
    'intake.services': SERVICES,
    'intake.client': DETAILS,
    'intake.search': { customers: [] },
    'intake.articles': {
      articles: [{ ref: 'a1', title: 'Как сменить насос', link: 'e1cib/data/Справочник.Статьи?ref=1' }],
    },
    'intake.accept': { link: 'e1cib/data/Документ.CRM_Интерес?ref=2' },
  }
})
afterEach(() => {
  render(null, root)
  root.remove()
})

const ask = (async (method: PageMethod, params: Record<string, unknown>) => {
  asked.push({ method, params })
  const answer = answers[method] ?? {}
  if (answer instanceof Error) throw answer
  return answer
}) as unknown as Ask

async function draw() {
  const managers = {
    of: managerOf,
    find: async (typed: string, departments: readonly string[] | null) => managerChoices(typed, departments, state),
    version: state,
  }
  await act(async () => {
    render(
      <Intakes
        intakes={intakes}
        calls={calls}
        acceptances={acceptances}
        dismissed={dismissed}
        undoMs={30_000}
        bases={bases}
        openInterest={false}
        managers={managers}
        language="ru"
        ask={ask}
        hangUps={hangUps}
        collapsible
        opener={{
          open: async ({ base, link }) => {
            opened.push([base, link])
            return { opened: true, address: null }
          },
          copy: async (text) => {
            copied.push(text)
            return true
          },
        }}
      />,
      root,
    )
  })
}
const find = <T extends HTMLElement>(selector: string) => root.querySelector<T>(selector)
const at = <T extends HTMLElement>(selector: string) =>
  find<T>(selector) ?? expect.fail(`no ${selector}: ${root.innerHTML}`)
const there = <T extends HTMLElement>(selector: string) => vi.waitFor(() => at<T>(selector))
const press = async (name: string) => {
  const button = await there(`[data-command="${name}"]`)
  await act(async () => button.click())
}
const type = async (field: string, text: string) => {
  const input = await there<HTMLInputElement>(`[data-field="${field}"]`)
  await act(async () => {
    input.value = text
    input.dispatchEvent(new Event('input', { bubbles: true }))
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
}
const last = (method: PageMethod) => asked.findLast((each) => each.method === method)?.params
const count = (method: PageMethod) => asked.filter((each) => each.method === method).length
/** As the server would say it back. */
const echo = async () => {
  const kept = last('intake.keep') as { form: Intake['form']; version: number }
  intakes = [{ ...(intakes[0] ?? intake()), form: kept.form, version: kept.version }]
  await draw()
}

describe('a client whose number is unknown', () => {
  test('1C has been asked, and the form for a new client is open with the phone in it', async () => {
    await draw()
    expect(at<HTMLInputElement>('[data-field="search"]').value).toBe('+7 916 111-22-33')
    await there('[data-field="name"]')
    expect(at<HTMLInputElement>('[data-field="phone"]').value).toBe('79161112233')
    await vi.waitFor(() => expect(root.textContent).toContain('В 1С никого не нашли'))
    expect(last('intake.search')).toEqual({ base: 'trade', text: '79161112233' })
  })

  test('each keystroke goes out, its version counted up', async () => {
    await draw()
    await type('topic', 'Н')
    await type('topic', 'На')
    await type('name', 'Олег')
    expect(last('intake.keep')).toMatchObject({ version: 3, form: { topic: 'На', name: 'Олег' } })
  })

  test('«Тип услуги» picks the departments from which a manager can be chosen', async () => {
    await draw()
    await type('service', 's2')
    await press('redirect')
    await vi.waitFor(() =>
      expect([...root.querySelectorAll('.t-department')].map((each) => each.textContent)).toEqual(['Сервис']),
    )
    expect([...root.querySelectorAll('.t-person')].map((each) => each.textContent)).toEqual([
      'ПСПетров Семён Ильичсвободен' + 'Сервис103',
    ])
    await act(async () => at('.t-person').click())
    expect(last('intake.keep')).toMatchObject({ form: { manager: 'u103', service: 's2' } })
  })

  test('everybody can be chosen when asked for, also who has no number', async () => {
    await draw()
    await type('service', 's2')
    await press('redirect')
    await press('allManagers')
    await vi.waitFor(() => expect(root.querySelectorAll('.t-person')).toHaveLength(3))
    const storekeeper = [...root.querySelectorAll<HTMLElement>('.t-person')].find((row) =>
      row.textContent?.includes('Склад'),
    )
    expect(storekeeper?.getAttribute('aria-disabled')).toBe('false')
  })

  test('what is missing is said at its field, and nothing is registered', async () => {
    intakes = [intake({ form: form({ phone: '' }) })]
    await draw()
    await type('email', 'oleg')
    await press('accept')
    expect(count('intake.accept')).toBe(0)
    for (const field of ['name', 'email', 'topic']) {
      const input = at(`[data-field="${field}"]`)
      expect(input.getAttribute('aria-invalid')).toBe('true')
      expect(root.querySelector(`#${CSS.escape(input.getAttribute('aria-describedby') ?? '')}`)?.textContent).not.toBe(
        '',
      )
    }
  })

  test('hostile names are text', async () => {
    answers['intake.search'] = { customers: [{ ...SIDOROV, counterparty: '<img src=x onerror=alert(1)>' }] }
    await draw()
    await vi.waitFor(() => expect(root.textContent).toContain('<img src=x'))
    expect(find('img')).toBeNull()
  })

  test('1C that does not answer is said in words, and the form is there all the same', async () => {
    answers['intake.search'] = new TrubkaError('baseDown')
    await draw()
    await vi.waitFor(() => expect(root.textContent).toContain('1С сейчас не отвечает'))
    await type('name', 'Олег')
    expect(last('intake.keep')).toMatchObject({ form: { name: 'Олег' } })
  })
})

describe('a client whom 1C knows', () => {
  beforeEach(() => {
    intakes = [intake({ form: form({ client: ROMASHKA, phone: '' }) })]
    calls = [{ ...talking, party: party({ customers: [ROMASHKA], identity: 'known' }) }]
  })

  test('is shown with active Interests, who is responsible for each, and the last interactions', async () => {
    await draw()
    await vi.waitFor(() => expect(root.querySelectorAll('.t-interest')).toHaveLength(2))
    await vi.waitFor(() => expect(at('.t-interest').textContent).toBe('Ремонт насоса (ИН-7)Петрова Ольга'))
    expect(at('.t-past').textContent).toContain('Спросили цену')
    expect(at('.t-client.chosen').textContent).toContain('Петрова Мария Ивановна')
    expect(find('[data-field="name"]')).toBeNull()
  })

  test('the manager is the one responsible for the client, and for a chosen Interest its own', async () => {
    await draw()
    await vi.waitFor(() => expect(last('intake.keep')).toMatchObject({ form: { manager: 'u103' } }))
    await act(async () => at<HTMLInputElement>('.t-interest input').click())
    expect(last('intake.keep')).toMatchObject({ form: { interest: 'i1', manager: 'u104', service: 's2' } })
    const [, anew] = root.querySelectorAll<HTMLInputElement>('.t-interest input')
    await act(async () => anew?.click())
    expect(last('intake.keep')).toMatchObject({ form: { interest: null, manager: 'u103' } })
  })

  test('each Interest has its second line before it is known who is responsible: nothing slides', async () => {
    const answers: ((nobody: null) => void)[] = []
    const lines = () => root.querySelectorAll('.t-interest .t-found-about').length
    managerOf = () => new Promise((resolve) => answers.push(resolve))
    await draw()
    await vi.waitFor(() => expect(lines()).toBe(2))
    await act(async () => {
      for (const answer of answers) answer(null)
    })
    expect(lines()).toBe(2)
  })

  test('an Interest chosen the moment it is there keeps its manager, whatever comes after', async () => {
    const hurry = new MutationObserver(() => {
      const radio = find<HTMLInputElement>('.t-interest input')
      if (!radio) return
      hurry.disconnect()
      radio.click()
    })
    hurry.observe(root, { childList: true, subtree: true })
    await draw()
    await vi.waitFor(() => expect(last('intake.keep')).toMatchObject({ form: { interest: 'i1' } }))
    await vi.waitFor(() => expect(at('.t-manager').textContent).toContain('Петрова'))
    expect(last('intake.keep')).toMatchObject({ form: { interest: 'i1', manager: 'u104' } })
  })

  test('of several with one number one is chosen', async () => {
    intakes = [intake({ form: form() })]
    calls = [{ ...talking, party: party({ customers: [ROMASHKA, SIDOROV], identity: 'known' }) }]
    await draw()
    expect(root.querySelectorAll('[data-command="chooseClient"]')).toHaveLength(2)
    await act(async () => root.querySelectorAll<HTMLElement>('[data-command="chooseClient"]')[1]?.click())
    expect(last('intake.keep')).toMatchObject({ form: { client: SIDOROV } })
  })

  test('another is found as one types', async () => {
    answers['intake.search'] = { customers: [SIDOROV] }
    await draw()
    await type('search', 'сидор')
    await press('chooseClient')
    expect(last('intake.search')).toEqual({ base: 'trade', text: 'сидор' })
    expect(last('intake.keep')).toMatchObject({ form: { client: SIDOROV, interest: null } })
  })

  test('a free manager is called by «Перевод звонка»', async () => {
    intakes = [intake({ form: form({ client: ROMASHKA, manager: 'u103' }) })]
    await draw()
    await press('intakeTransfer')
    expect(last('call.consult')).toMatchObject({ callId: 'c1', to: '103' })
  })

  test.each(['talking', 'ringing', 'offline'] as const)('one whose line is %s is not', async (line) => {
    state.lines = { '103': { state: line, with: null } }
    intakes = [intake({ form: form({ client: ROMASHKA, manager: 'u103' }) })]
    await draw()
    await vi.waitFor(() => expect(at('.t-manager').textContent).toContain('Петров'))
    expect(find('[data-command="intakeTransfer"]')).toBeNull()
  })

  test('one who does not want to be disturbed is not either, and it is said why', async () => {
    state.statuses = { u103: { ...AVAILABLE, kind: 'doNotDisturb' } }
    intakes = [intake({ form: form({ client: ROMASHKA, manager: 'u103' }) })]
    await draw()
    await vi.waitFor(() => expect(root.textContent).toContain('Сотрудник просит не беспокоить. Заполните'))
    expect(find('[data-command="intakeTransfer"]')).toBeNull()
  })

  test.each([
    ['declines', 'rejected', 'Звонок отклонён'],
    ['does not answer in time', 'noAnswer', 'Не отвечает'],
  ] as const)(
    'one who %s: the client is fetched back at once, it is said why, and the form is there',
    async (_, why, words) => {
      await draw()
      await press('intakeTransfer')
      const consultation = (remote: 'alerting' | 'fail') => ({
        active: true,
        joined: false,
        remote,
        cause: remote === 'fail' ? why : null,
        party: party({ number: '103' }),
      })
      calls = [{ ...talking, local: 'connected', consultation: consultation('alerting'), commands: ['reconnect'] }]
      await draw()
      expect(count('call.reconnect')).toBe(0)
      calls = [{ ...talking, local: 'connected', consultation: consultation('fail'), commands: ['reconnect'] }]
      await draw()
      await vi.waitFor(() => expect(root.textContent).toContain(`${words}. Клиент снова с вами`))
      expect(count('call.reconnect')).toBe(1)
    },
  )

  test('who was called from elsewhere is not seen to here', async () => {
    calls = [{ ...talking, commands: ['reconnect'] }]
    await draw()
    const failed = {
      active: true,
      joined: false,
      remote: 'fail' as const,
      cause: 'rejected' as const,
      party: party({}),
    }
    calls = [{ ...talking, consultation: failed, commands: ['reconnect'] }]
    await draw()
    await there('[data-command="intakeBack"]')
    expect(count('call.reconnect')).toBe(0)
  })

  test('one without an internal number is called on the mobile', async () => {
    state.colleagues = [
      { id: 'u104', name: 'Петрова Ольга', department: 'Склад', number: null, mobile: '8 (903) 123-45-67' },
    ]
    intakes = [intake({ form: form({ client: ROMASHKA, manager: 'u104' }) })]
    await draw()
    await press('mobile')
    expect(last('call.consult')).toMatchObject({ to: '79031234567' })
  })
})

describe('«Положить трубку»', () => {
  const taken = {
    ...talking,
    consultation: { party: party(), remote: 'connected' as const, active: true, joined: false, cause: null },
    commands: ['transfer' as const, 'reconnect' as const, 'clear' as const],
  }

  test('gives the client to the manager who has taken the call; nothing is registered', async () => {
    calls = [taken]
    await draw()
    await press('hangUp')
    await vi.waitFor(() => expect(count('intake.dismiss')).toBe(1))
    expect(count('call.transfer')).toBe(1)
    expect(count('call.clear') + count('intake.accept')).toBe(0)
  })

  test('asks while the manager’s phone only rings', async () => {
    calls = [{ ...taken, consultation: { ...taken.consultation, remote: 'alerting' } }]
    await draw()
    await press('hangUp')
    expect(at('[role="alertdialog"]').textContent).toContain('Принять обращение?')
    expect(count('call.transfer') + count('call.clear')).toBe(0)
  })

  test('ДА registers and hangs up', async () => {
    await draw()
    await type('topic', 'Насос')
    await press('hangUp')
    await press('acceptYes')
    await vi.waitFor(() => expect(count('call.clear')).toBe(1))
    expect(last('intake.accept')).toMatchObject({ form: { topic: 'Насос' } })
  })

  test('ОТМЕНА goes back to the form, and the call goes on', async () => {
    await draw()
    await press('hangUp')
    await press('acceptNo')
    expect(find('[role="alertdialog"]')).toBeNull()
    expect(count('call.clear') + count('intake.accept')).toBe(0)
  })

  test('the card of the call asks the same, for its own call alone', async () => {
    await draw()
    expect(hangUps.listener?.('another')).toBe(false)
    await act(async () => void hangUps.listener?.('c1'))
    at('[role="alertdialog"]')
  })

  test('a refused registration is said, and the call goes on', async () => {
    answers['intake.accept'] = new TrubkaError('offline')
    await draw()
    await type('topic', 'Насос')
    await press('hangUp')
    await press('acceptYes')
    await vi.waitFor(() => expect(at('.t-intake-end [role="alert"]').textContent).toContain('Нет связи'))
    expect(count('call.clear')).toBe(0)
  })
})

describe('«Принять обращение»', () => {
  test('is Ctrl+Enter, once', async () => {
    await draw()
    await type('topic', 'Насос')
    await act(async () => {
      for (const repeat of [false, true])
        at('[data-field="topic"]').dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, repeat, bubbles: true, cancelable: true }),
        )
    })
    expect(count('intake.accept')).toBe(1)
    expect(opened).toEqual([])
  })

  test('opens the Interest where that is wished', async () => {
    await draw()
    await type('topic', 'Насос')
    await act(async () => at<HTMLInputElement>('[data-field="openInterest"]').click())
    expect(last('intake.keep')).toMatchObject({ form: { openInterest: true } })
    await press('accept')
    expect(opened).toEqual([['trade', 'e1cib/data/Документ.CRM_Интерес?ref=2']])
  })

  test('asked again after a refusal is the same wish', async () => {
    answers['intake.accept'] = new TrubkaError('timeout')
    await draw()
    await type('topic', 'Насос')
    await press('accept')
    await press('accept')
    const ids = asked.filter(({ method }) => method === 'intake.accept').map(({ params }) => params.commandId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })
})

describe('an accepted request', () => {
  const owed = (changes: Partial<Acceptance> = {}): Acceptance => ({
    id: intake().id,
    at: 1,
    number: '79161112233',
    form: form({ name: 'Олег', topic: 'Насос', whatToDo: 'Перезвонить' }),
    state: 'saving',
    why: '',
    ...changes,
  })
  const accept = async () => {
    intakes = [intake({ form: form({ name: 'Олег', topic: 'Насос', whatToDo: 'Перезвонить' }) })]
    await draw()
    await press('accept')
    intakes = []
    await draw()
  }
  const says = (text: string) => vi.waitFor(() => expect(root.textContent).toContain(text))

  test('is said to be on its way into 1C, and to be there when it is', async () => {
    await accept()
    await says('Обращение принято.')
    acceptances = [owed()]
    await draw()
    await says('Записываем в 1С…')
    acceptances = []
    await draw()
    await says('Обращение записано в 1С.')
  })

  test('is said to be kept while the server is away, or 1C', async () => {
    await accept()
    acceptances = [owed({ state: 'unsent' })]
    await draw()
    await says('Нет связи с сервером. Обращение сохранено')
    acceptances = [owed({ state: 'delayed' })]
    await draw()
    await says('1С не отвечает. Обращение сохранено')
    acceptances = [owed()]
    await draw()
    await says('Записываем в 1С…')
    bases = [{ id: 'trade', name: 'Торговля', urls: [], state: 'down', loadedAt: 1 }]
    await draw()
    await says('1С не отвечает. Обращение сохранено')
  })

  test('that 1C refuses is said with why and what to do, and can be copied whole', async () => {
    await accept()
    acceptances = [owed({ state: 'refused', why: 'Поле «Источник» не заполнено' })]
    await draw()
    await says('1С не приняла обращение (Поле «Источник» не заполнено)')
    await press('copyIntake')
    expect(copied).toEqual(['Имя: Олег\nТелефон: 79161112233\nТема: Насос\nЧто сделать: Перезвонить'])
    await says('Скопировано')
  })
})

describe('the wizard', () => {
  test('closed without registering can be brought back', async () => {
    await draw()
    await press('dismiss')
    expect(last('intake.dismiss')).toEqual({ id: intake().id, undoable: true })
    intakes = []
    dismissed = { id: intake().id, at: Date.now() }
    await draw()
    expect(find('form')).toBeNull()
    await press('undo')
    expect(last('intake.reopen')).toEqual({ id: intake().id })
  })

  test('closed before the page was loaded anew can be brought back, for a while', async () => {
    intakes = []
    dismissed = { id: intake().id, at: Date.now() - 1000 }
    await draw()
    await press('undo')
    expect(last('intake.reopen')).toEqual({ id: intake().id })
    dismissed = { id: intake().id, at: Date.now() - 31_000 }
    await draw()
    expect(find('[data-command="undo"]')).toBeNull()
  })

  test('keeps what is searched for, and shows it in every page', async () => {
    await draw()
    await type('search', 'сидор')
    expect(last('intake.keep')).toMatchObject({ form: { search: 'сидор' }, version: 1 })
    render(null, root)
    intakes = [intake({ form: form({ search: 'сидор' }), version: 1 })]
    await draw()
    expect(at<HTMLInputElement>('[data-field="search"]').value).toBe('сидор')
    await vi.waitFor(() => expect(last('intake.search')).toEqual({ base: 'trade', text: 'сидор' }))
  })

  test('shows what another page types, and keeps what is typed here', async () => {
    await draw()
    await type('topic', 'Насос')
    await echo()
    intakes = [{ ...intake(), version: 9, form: form({ topic: 'Насос', name: 'Олег' }) }]
    await draw()
    expect(at<HTMLInputElement>('[data-field="name"]').value).toBe('Олег')
    expect(at<HTMLInputElement>('[data-field="topic"]').value).toBe('Насос')
  })

  test('says who has begun it', async () => {
    intakes = [intake({ from: 'Иванова Анна Петровна', form: form({ name: 'Олег' }), version: 3 })]
    await draw()
    expect(root.textContent).toContain('Иванова Анна Петровна')
    expect(at<HTMLInputElement>('[data-field="name"]').value).toBe('Олег')
  })

  test('takes no focus when it opens', async () => {
    const before = document.body.appendChild(document.createElement('input'))
    before.focus()
    await draw()
    expect(document.activeElement).toBe(before)
    before.remove()
  })

  test('articles of the knowledge base are found and opened in 1C', async () => {
    await draw()
    await act(async () => at('details').querySelector('summary')?.click())
    await act(async () => {
      at<HTMLDetailsElement>('details').open = true
      at('details').dispatchEvent(new Event('toggle'))
    })
    await type('knowledge', 'насос')
    await vi.waitFor(() => expect(last('intake.articles')).toMatchObject({ text: 'насос', interest: null }))
    await press('openArticle')
    expect(opened).toEqual([['trade', 'e1cib/data/Справочник.Статьи?ref=1']])
  })

  test('made small, it comes back for the next call', async () => {
    await draw()
    await press('collapse')
    expect(find('form')).toBeNull()
    intakes = [
      ...intakes,
      intake({ id: '00000000-0000-8000-8000-000000000002', callId: 'c2', form: form({ name: 'Ольга' }) }),
    ]
    await draw()
    expect(at<HTMLInputElement>('[data-field="name"]').value).toBe('Ольга')
  })
})
