import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Administrator } from '../../support/administrator.ts'
import { type Border, MANAGER_TOKEN, openBorder } from '../../support/border.ts'
import { in1251 } from '../../support/windows-1251.ts'

let border: Border
let administrator: Administrator
beforeEach(async () => {
  border = await openBorder()
  administrator = new Administrator(border.http)
  const headers = { authorization: `Bearer ${MANAGER_TOKEN}` }
  const response = await fetch(`${border.http}/manager/links`, { method: 'POST', headers, body: '{}' })
  await administrator.signIn({ link: JSON.parse(await response.text()).code })
})
afterEach(() => border.close())

const TABLE =
  'ФИО;Организация;Телефон\r\nИванов Пётр;ООО «Ромашка»;8 903 567-78-76\r\n;;101\r\nПетров;;нет\r\nЁлкин;;102\r\n'
const FILE = new Blob([new Uint8Array(in1251(TABLE))])
const names = () => border.addressBooks.list('u101', 'clients', 0, 100).contacts.map(({ name }) => name)

describe('A shared address book', () => {
  test('is made, filled from a file, saved as one, renamed and removed; the journal says by whom', async () => {
    const made = await administrator.post('books', { id: 'clients', name: 'Клиенты' })
    expect(made.body).toMatchObject({ books: [{ id: 'clients', name: 'Клиенты', count: 0 }] })

    const preview = await administrator.post('books/preview?book=clients&mode=replace', FILE)
    expect(preview.body).toEqual({
      added: 2,
      changed: 0,
      removed: 0,
      same: 0,
      faultCount: 2,
      faults: [
        { line: 3, field: 'ФИО', fault: 'noName', text: '' },
        { line: 4, field: 'Телефон', fault: 'notPhone', text: 'нет' },
      ],
    })
    expect(names()).toEqual([])
    const imported = await administrator.post('books/import?book=clients&mode=replace', FILE)
    expect(imported.body).toEqual({ written: 2, same: 0, faultCount: 2 })
    expect(names()).toEqual(['Ёлкин', 'Иванов Пётр'])
    const again = await administrator.post('books/import?book=clients&mode=replace', FILE)
    expect(again.body).toEqual({ written: 0, same: 2, faultCount: 2 })

    for (const format of ['csv', 'vcard']) {
      const saved = await administrator.get(`books/export?book=clients&format=${format}`)
      const back = await administrator.post('books/preview?book=clients&mode=replace', saved.body)
      expect(back.body).toMatchObject({ added: 0, changed: 0, removed: 0, same: 2, faultCount: 0 })
    }

    await administrator.post('books', { id: 'clients', name: 'Наши' })
    const gone = await administrator.post('books/remove', { id: 'clients' })
    expect(gone.body).toMatchObject({ books: [] })
    expect((await administrator.get('changes')).body).toMatchObject({
      entries: [
        { by: { kind: 'administrator' }, change: { what: 'bookRemoved', name: 'Наши' } },
        { change: { what: 'bookNamed', name: 'Наши' } },
        { change: { what: 'bookFilled', name: 'Клиенты', put: 2, removed: 0 } },
        { change: { what: 'bookNamed', name: 'Клиенты' } },
      ],
    })
  })

  test('keeps who is in a new file with a fault, and loses nobody to a file that cannot be read', async () => {
    await administrator.post('books', { id: 'clients', name: 'Клиенты' })
    const replace = (what: string, text: string) =>
      administrator.post(`books/${what}?book=clients&mode=replace`, new Blob([text]))
    await replace('import', 'Код;ФИО;Телефон\n;Козлов;101\n;Козлов;102\n7;Иванов;103\n;Петров;104\n')
    expect(names()).toEqual(['Иванов', 'Козлов', 'Козлов', 'Петров'])
    const numbers = () =>
      border.addressBooks.list('u101', 'clients', 0, 100).contacts.map((each) => each.numbers[0]?.number)
    // The first Козлов has a fault now, the second another telephone; Иванов has lost his name, Петров is gone.
    const faulty = 'Код;ФИО;Телефон\n;Козлов;нет\n;Козлов;202\n7;;103\n'
    expect((await replace('preview', faulty)).body).toMatchObject({ added: 0, changed: 1, removed: 1, faultCount: 2 })
    expect((await replace('import', faulty)).body).toMatchObject({ written: 2, faultCount: 2 })
    expect(names()).toEqual(['Иванов', 'Козлов', 'Козлов'])
    expect(new Set(numbers())).toEqual(new Set(['101', '103', '202']))

    const broken = ['\u0000\u0001', 'Что;Где\n1;2\n', 'ФИО\n"Козлов\n']
    for (const text of broken) {
      expect((await replace('preview', text)).body).toMatchObject({ added: 0, changed: 0, removed: 0, faultCount: 1 })
      expect((await replace('import', text)).body).toMatchObject({ written: 0, faultCount: 1 })
    }
    expect(names()).toHaveLength(3)
  })

  test('that is not there, and a wish that makes no sense, are refused in words', async () => {
    expect(await administrator.post('books/import?book=nobody&mode=add', FILE)).toMatchObject({
      status: 404,
      body: { error: 'noSuchBook' },
    })
    expect((await administrator.get('books/export?book=nobody&format=csv')).status).toBe(404)
    expect((await administrator.post('books/import?book=nobody&mode=all', FILE)).status).toBe(400)
    expect((await administrator.post('books', { id: '../x', name: 'Имя' })).status).toBe(400)
    expect((await administrator.post('books', { id: 'clients', name: ' ' })).status).toBe(400)
  })
})
