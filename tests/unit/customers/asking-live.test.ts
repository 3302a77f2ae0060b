import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CLIENT_KIND } from '../../../stand/data/kinds.ts'
import { type Crm, openCrm, request } from './crm.ts'

/** Each question goes through all clients. */
const SLOW = { timeout: 60_000 }
let crm: Crm
const base = () => crm.oneC.stand.base
const search = (text: string) => crm.customers.search('crm', text)
const asked = () => crm.oneC.stand.odata.requests()

beforeAll(async () => {
  crm = await openCrm()
}, 60_000)
beforeEach(() => crm.oneC.stand.odata.set({ state: 'up', delayMs: 0, failNext: 0, cutNext: 0 }))
afterAll(() => crm.close())

describe('a client’s details', SLOW, () => {
  test('are who is responsible, the active Interests, the latest first, and the last interactions', async () => {
    const client = crm.caller('79035677876')
    const details = await crm.customers.details('crm', client)
    expect(details.responsible).toBe(base().clientNamed('ООО «Ромашка»').responsible)
    expect(details.interests.map(({ topic }) => topic)).toEqual([
      'Обновление программы',
      'Кассовое оборудование для трёх магазинов',
    ])
    expect(details.interests[0]).toMatchObject({
      responsible: base().employeeWithNumber('102').ref,
      service: base().crm.services[2]?.ref,
      createdAt: new Date(2024, 2, 14, 16, 5).getTime(),
    })
    const by = base().employeeWithNumber('101').name
    expect(details.interactions.map(({ topic, by }) => [topic, by])).toEqual([
      ['Отправлены цены', by],
      ['Уточнение адресов', by],
    ])
  })

  test('are of a potential client, too', async () => {
    const manager = base().employeeWithNumber('103').ref
    const wish = request({ manager }, { number: '+79125557720' })
    await crm.customers.register('crm', wish)
    const details = await crm.customers.details('crm', crm.caller('79125557720'))
    expect(details).toMatchObject({
      responsible: manager,
      interests: [{ ref: wish.refs.interest, topic: 'Касса для магазина' }],
      interactions: [{ topic: 'Касса для магазина' }],
    })
  })

  test('are empty for whoever 1C does not know', async () => {
    const nobody = { base: 'crm', contact: '', counterparty: '', responsible: '' }
    for (const ref of [randomUUID(), "x') or true or ('"])
      expect(await crm.customers.details('crm', { ...nobody, ref })).toEqual({
        responsible: '',
        interests: [],
        interactions: [],
      })
  })
})

test('what departments render is told by their names', () => {
  const { types, departments } = crm.customers.services('crm')
  const named = (department: string) =>
    new Set(departments[department]?.map((ref) => types.find((type) => type.ref === ref)?.name))
  // As one looks for them in a list, whatever their references are.
  expect(types.map(({ name }) => name)).toEqual([
    'Поставка программ',
    'Продажа оборудования',
    'Расчёты и документы',
    'Ремонт и гарантия',
    'Сопровождение 1С',
  ])
  expect(named('Отдел продаж')).toEqual(new Set(['Продажа оборудования', 'Поставка программ']))
  expect(named('Сервисный центр')).toEqual(new Set(['Ремонт и гарантия']))
  expect(departments.Администрация).toBeUndefined()
})

describe('a search', SLOW, () => {
  test.each(['8 (499) 555-01-23', '+74995550123', '9165550124', '555-01-25'])(
    'by the number %s finds who has it, however it is written in the card',
    async (number) => {
      expect((await search(number)).map(({ counterparty }) => counterparty)).toContain('ООО «Ромашка»')
    },
  )

  test('finds a card that was saved a moment ago, and the next call knows it', async () => {
    const contacts = [{ kind: CLIENT_KIND.phone.ref, text: '+7 (903) 999-88-55', comment: '', old: true }]
    const { ref } = base().addClient({ name: 'ООО «Только что»', contacts })
    expect(crm.customers.identify('89039998855')).toEqual([])
    expect(await search('89039998855')).toMatchObject([{ ref, counterparty: 'ООО «Только что»' }])
    expect(crm.caller('89039998855')).toMatchObject({ ref })
  })

  test('by words of a name finds clients, contact persons with their firm, and potential clients', async () => {
    expect(await search('петрова мария')).toMatchObject([
      { contact: 'Петрова Мария Ивановна', counterparty: 'ООО «Ромашка»', person: expect.any(String) },
    ])
    expect((await search('ромашка')).map(({ counterparty }) => counterparty)).toEqual(['ООО «Ромашка»'])
    const wish = request({ name: 'Единственный Звонивший', company: 'Фирма ЖЩЦ' }, { number: '+79125557721' })
    await crm.customers.register('crm', wish)
    for (const text of ['звонивший', 'жщц'])
      expect(await search(text)).toMatchObject([{ ref: wish.refs.client, kind: 'potential' }])
  })

  test.each([
    "О'Генри",
    "x') or true or substringof('",
    "' or DeletionMark eq false or '' eq '",
    '%27) or (1 eq 1',
    'a&$filter=true&$top=100000',
    "+7 903 567-78-76' or true",
    "89035677876') or (Тип eq 'Факс",
    '/../Catalog_Пользователи?x=',
    '\\\'"--',
    '\u0000\u202e\n',
  ])('for %j asks for nothing else than these words', async (text) => {
    const before = asked().length
    const found = await search(text)
    expect(found.length).toBeLessThanOrEqual(1)
    for (const { path, status } of asked().slice(before)) {
      expect(status).toBe(200)
      expect(path).toMatch(
        /^\/crm\/odata\/standard\.odata\/Catalog_(Контрагенты|КонтактныеЛица|CRM_ПотенциальныеКлиенты)(_КонтактнаяИнформация)?(\(guid'[0-9a-f-]{36}'\))?\?\$format=json&\$select=/,
      )
    }
  })

  test('a quote in a name is a letter like others', async () => {
    const { ref } = base().addClient({ name: "Бар «О'Генри»" })
    expect(await search("О'Генри")).toMatchObject([{ ref }])
    expect(await search("Генри' or '1")).toEqual([])
  })
})

describe('the knowledge base', SLOW, () => {
  const articles = (text: string, service = '', interest: string | null = null) =>
    crm.customers.articles('crm', { text, service, interest })
  const titles = async (...wish: Parameters<typeof articles>) => (await articles(...wish)).map(({ title }) => title)

  test('is searched by title and text, and an article has its navigation link', async () => {
    const [article, ...more] = await articles('эквайринг')
    expect(more).toEqual([])
    expect(article).toMatchObject({ title: 'Как выбрать кассу для розницы' })
    expect(article?.link).toMatch(/^e1cib\/data\/Справочник\.БазаЗнаний\?ref=[0-9a-f]{32}$/)
  })

  test('shows what fits the service and the Interest before anything is typed, and first afterwards', async () => {
    const { services, interests } = base().crm
    expect(await titles('', services[3]?.ref)).toEqual(['Гарантийный ремонт: что спросить'])
    expect((await titles('', '', interests[1]?.ref ?? ''))[0]).toBe('Ошибка при обновлении конфигурации')
    expect(await titles('как', services[4]?.ref)).toEqual(['Как получить акт сверки', 'Как выбрать кассу для розницы'])
  })

  test('is not asked for anything by a quote', async () => {
    expect(await articles("') or ('' eq '")).toEqual([])
  })
})

test('navigation links are 1C’s: parts 4, 5, 3, 2, 1 of the key', () => {
  expect(crm.customers.link('crm', 'interest', 'a14919f5-0dad-11e4-93f4-0050568b4127')).toBe(
    'e1cib/data/Документ.CRM_Интерес?ref=93f40050568b412711e40dada14919f5',
  )
  expect(crm.customers.link('crm', 'interest', 'x?ref=')).toBeNull()
})

describe('while somebody waits and 1C does not answer', SLOW, () => {
  test('nobody is made to wait again and again: the questions end at once, the base is said to be down, and comes back', async () => {
    crm.oneC.stand.odata.set({ state: 'down' })
    for (let n = 0; n < 3; n++) await search('ромашка').catch(() => undefined)
    expect(crm.customers.bases()[0]?.state).toBe('down')
    const words: string[] = []
    for (let n = 0; n < 20; n++) await search('ромашка').catch((error: Error) => words.push(error.message))
    // Now and then one is let through, to see whether 1C is back.
    expect(words).toHaveLength(20)
    expect(words.filter((each) => each.includes('asked again in a while')).length).toBeGreaterThan(10)
    expect(crm.caller('79035677876')).toMatchObject({ counterparty: 'ООО «Ромашка»' })
    crm.oneC.stand.odata.set({ state: 'up' })
    await expect.poll(() => search('ромашка').catch(() => []), { timeout: 40_000 }).toHaveLength(1)
    await expect.poll(() => crm.customers.bases()[0]?.state, { timeout: 40_000 }).toBe('up')
  })
})
