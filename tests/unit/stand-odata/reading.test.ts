import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OneC, openOneC } from './one-c.ts'

let oneC: OneC
let romashka: string

beforeAll(async () => {
  oneC = await openOneC({ clients: 2000 })
  romashka = oneC.stand.base.clientNamed('ООО «Ромашка»').ref
})

afterAll(() => oneC.stand.stop())

const names = async (filter: string, set = 'Catalog_Контрагенты') =>
  (await oneC.rows(`${set}?$filter=${filter}&$select=Description`)).map((row) => row.Description)

describe('OData of the stand is read', () => {
  test('a set has the shape of 1C’s JSON', async () => {
    const reply = await oneC.ask('Catalog_Контрагенты?$format=json&$top=1&$inlinecount=allpages')
    expect(reply.status).toBe(200)
    expect(reply.json()).toMatchObject({
      'odata.metadata': expect.stringMatching(/\$metadata#Catalog_Контрагенты$/),
      'odata.count': '2000',
      value: [
        {
          Ref_Key: romashka,
          Description: 'ООО «Ромашка»',
          DeletionMark: false,
          DataVersion: expect.stringMatching(/^[\w+/]{11}=$/),
          ИНН: '9035677870',
          КонтактнаяИнформация: expect.arrayContaining([expect.objectContaining({ LineNumber: '1', Тип: 'Телефон' })]),
        },
      ],
    })
  })

  test.for([
    ["Description eq 'ООО «Ромашка»'", ['ООО «Ромашка»']],
    ["substringof('ромаш', Description)", ['ООО «Ромашка»']],
    ["startswith(Description, 'ООО «Ром') and ИНН eq '9035677870'", ['ООО «Ромашка»']],
    ["ИНН eq '9035677870' or ИНН eq '503012345678'", ['ООО «Ромашка»', 'ИП Сидоров']],
    ["Code le '00-00000003' and not (Code eq '00-00000002')", ['ООО «Ромашка»', 'ООО «Василёк»']],
    ["ДатаРегистрации eq datetime'2019-03-15T10:25:00'", ['ООО «Ромашка»']],
    ["Ответственный/Description eq 'Иванова Анна Сергеевна' and Code lt '00-00000002'", ['ООО «Ромашка»']],
    ["Description eq 'O''Neil'", []],
  ] as const)('$filter=%s', async ([filter, found]) => {
    expect(await names(filter)).toEqual(found)
  })

  test('phones are found by owner, with JSON and digits as БСП keeps them', async () => {
    const phones = await oneC.rows(
      `Catalog_Контрагенты_КонтактнаяИнформация?$filter=Ref_Key eq guid'${romashka}' and Тип eq 'Телефон'&$orderby=LineNumber desc`,
    )
    expect(phones.map((p) => p.LineNumber)).toEqual(['4', '3', '2', '1'])
    expect(phones[2]).toMatchObject({ Представление: '8 (499) 555-01-23, доб. 123', НомерТелефона: '84995550123' })
    expect(JSON.parse(String(phones[2]?.Значение))).toMatchObject({
      type: 'Телефон',
      countryCode: '7',
      areaCode: '499',
      number: '5550123',
      extNumber: '123',
    })
  })

  test('a reference is expanded by one level, and only what is selected comes', async () => {
    const [row] = await oneC.rows(
      `Catalog_Контрагенты?$filter=Ref_Key eq guid'${romashka}'&$expand=Ответственный&$select=Description,Ответственный/ВнутреннийНомер`,
    )
    expect(row).toEqual({ Description: 'ООО «Ромашка»', Ответственный: { ВнутреннийНомер: '103' } })
  })

  test('pages do not overlap, and the count is plain text', async () => {
    const page = (skip: number) =>
      oneC.rows(`Catalog_Контрагенты?$orderby=Ref_Key&$top=700&$skip=${skip}&$select=Ref_Key`)
    const pages = [...(await page(0)), ...(await page(700)), ...(await page(1400)), ...(await page(2100))]
    expect(new Set(pages.map((row) => row.Ref_Key)).size).toBe(2000)
    expect((await oneC.ask('Catalog_Пользователи/$count')).text).toBe('60')
  })

  test('one row is read by its key', async () => {
    expect((await oneC.ask(`Catalog_Контрагенты(guid'${romashka}')`)).json()).toMatchObject({ Ref_Key: romashka })
    const line = await oneC.ask(`Catalog_Контрагенты_КонтактнаяИнформация(Ref_Key=guid'${romashka}', LineNumber=1)`)
    expect(line.json()).toMatchObject({ Представление: '+7 (903) 567-78-76' })
  })

  test('$metadata names every set and its properties', async () => {
    const { text, headers } = await oneC.ask('$metadata')
    expect(headers.get('content-type')).toContain('xml')
    for (const name of ['Catalog_Контрагенты', 'InformationRegister_НомераТелефоновДляПоиска']) {
      expect(text).toContain(`<EntitySet Name="${name}" EntityType="StandardODATA.${name}"/>`)
    }
    expect(text).toContain('<Property Name="ВнутреннийНомер" Type="Edm.String"')
  })

  test.for([
    ['Catalog_Нет', 404],
    ["Catalog_Контрагенты(guid'00000000-0000-0000-0000-000000000000')", 404],
    ['Catalog_Контрагенты?$filter=Нет eq 1', 400],
    ["Catalog_Контрагенты?$filter=Description eq 'без конца", 400],
    ['Catalog_Контрагенты?$select=Нет', 400],
    ['Catalog_Контрагенты?$top=-1', 400],
  ] as const)('%s is refused with %i in the shape of 1C', async ([path, status]) => {
    const reply = await oneC.ask(path)
    expect(reply.status).toBe(status)
    expect(reply.json()).toMatchObject({ 'odata.error': { message: { lang: 'ru', value: expect.any(String) } } })
  })
})
