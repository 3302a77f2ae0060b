import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OneC, openOneC } from './one-c.ts'

let oneC: OneC
const REGISTER = 'InformationRegister_НомераТелефоновДляПоиска'

beforeEach(async () => {
  oneC = await openOneC()
})

afterEach(() => oneC.stand.stop())

describe('OData of the stand is written to', () => {
  test('a phone record is created once, changed, and removed', async () => {
    const { ref } = oneC.stand.base.clientNamed('ООО «Ромашка»')
    const user = oneC.stand.base.employeeWithNumber('103').ref
    const record = {
      НомерТелефона: '9035677876',
      Контакт: ref,
      Контакт_Type: 'StandardODATA.Catalog_Контрагенты',
      Пользователь_Key: user,
      ВнутреннийНомер: '103',
    }
    const created = await oneC.ask(REGISTER, { method: 'POST', body: { ...record, НетТакого: 'x' } })
    expect(created.status).toBe(201)
    expect(created.json()).toMatchObject(record)
    expect(created.json()).not.toHaveProperty('НетТакого')
    expect((await oneC.ask(REGISTER, { method: 'POST', body: record })).status).toBe(400)

    const key = `${REGISTER}(НомерТелефона='9035677876', Контакт='${ref}', Контакт_Type='StandardODATA.Catalog_Контрагенты')`
    const changed = await oneC.ask(key, {
      method: 'PATCH',
      body: { ВнутреннийНомер: '10400000000', НомерТелефона: '1' },
    })
    expect(changed.status).toBe(200)
    expect(changed.json()).toMatchObject({ НомерТелефона: '9035677876', ВнутреннийНомер: '1040000000' })

    expect((await oneC.ask(key, { method: 'DELETE' })).status).toBe(204)
    expect(await oneC.rows(REGISTER)).toEqual([])
  })

  test('a phone record of a contact that is none is refused', async () => {
    const post = async (contact: string, type: string) =>
      (
        await oneC.ask(REGISTER, {
          method: 'POST',
          body: { НомерТелефона: '9035677876', Контакт: contact, Контакт_Type: type },
        })
      ).status
    expect(await post(oneC.stand.base.clientNamed('ООО «Ромашка»').ref, 'StandardODATA.Catalog_Нет')).toBe(400)
    expect(await post('', 'StandardODATA.Catalog_Контрагенты')).toBe(400)
    expect(await post('', 'StandardODATA.Undefined')).toBe(201)
  })

  test('a write whose answer breaks off half-way has been done', async () => {
    oneC.stand.odata.set({ cutNext: 1 })
    const record = { НомерТелефона: '9035677876', Контакт: '', Контакт_Type: 'StandardODATA.Undefined' }
    await expect(oneC.ask(REGISTER, { method: 'POST', body: record })).rejects.toThrow()
    expect(await oneC.rows(REGISTER)).toMatchObject([record])
  })

  test('a user’s internal number is written, and the version with it', async () => {
    const { ref } = oneC.stand.base.employeeWithNumber('103')
    const before = (await oneC.ask(`Catalog_Пользователи(guid'${ref}')`)).json().DataVersion
    const changed = await oneC.ask(`Catalog_Пользователи(guid'${ref}')`, {
      method: 'PATCH',
      body: { ВнутреннийНомер: '777' },
    })
    expect(changed.json()).toMatchObject({ ВнутреннийНомер: '777', Description: 'Иванова Анна Сергеевна' })
    expect(changed.json().DataVersion).not.toBe(before)
  })

  test('what is not allowed is refused', async () => {
    expect((await oneC.ask('Catalog_Подразделения', { method: 'POST', body: {} })).status).toBe(405)
  })
})
