import { describe, expect, test } from 'vitest'
import { OWN_BOOK } from '../../../src/protocol/address-book.ts'
import { entriesOf, idsOf } from '../../../src/server/address-books/draft.ts'
import { readBookFile } from '../../../src/server/address-books/read-file.ts'
import { bookText } from '../../../src/server/address-books/write-file.ts'
import { in1251 } from '../../support/windows-1251.ts'

const read = (text: string) => readBookFile(Buffer.from(text))
const names = async (text: string) => (await read(text)).drafts.map(({ fields }) => fields.name)

describe('A table', () => {
  test('is read by its captions, in any order, with several numbers in a cell', async () => {
    const { drafts, faults } = await read(
      'Телефон;ФИО;Организация;Моб. телефон;Прочее\r\n8 (495) 555-01-28, 8-495-555-01-29;Иванов Пётр;ООО «Ромашка»;+7 903 567-78-76;x\r\n',
    )
    expect(faults).toEqual([])
    expect(drafts).toEqual([
      {
        line: 2,
        given: null,
        who: '0 иванов пётр\nооо «ромашка»',
        fields: {
          name: 'Иванов Пётр',
          company: 'ООО «Ромашка»',
          department: '',
          position: '',
          email: '',
          note: '',
          numbers: [
            { number: '74955550128', kind: 'work' },
            { number: '74955550129', kind: 'work' },
            { number: '79035677876', kind: 'mobile' },
          ],
        },
      },
    ])
  })

  test.each([
    ['UTF-8', Buffer.from('Имя;Телефон\nЁлкин Юрий;101\n')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFИмя;Телефон\nЁлкин Юрий;101\n')],
    ['Windows-1251', in1251('Имя;Телефон\nЁлкин Юрий;101\n')],
    ['UTF-16', Buffer.from('\uFEFFИмя\tТелефон\nЁлкин Юрий\t101\n', 'utf16le')],
  ])('may be in %s', async (_, bytes) => {
    const { drafts } = await readBookFile(bytes)
    expect(drafts.map(({ fields }) => [fields.name, fields.numbers])).toEqual([
      ['Ёлкин Юрий', [{ number: '101', kind: 'work' }]],
    ])
  })

  test('may have commas or tabs, quoted lines in its cells, and names in three columns', async () => {
    expect(await names('Имя,Фамилия,Отчество,Комментарий\n"Пётр",Иванов,Ильич,"один\nдва"\nАнна,Петрова,,\n')).toEqual([
      'Иванов Пётр Ильич',
      'Петрова Анна',
    ])
  })

  test('loses nothing but its wrong lines; each is named with its field', async () => {
    const { drafts, faults, faultCount } = await read(
      `Имя;Телефон;Комментарий\nИванов;8 903 567-78-76;\n;102;\nПетров;нет;\n\nСидоров;103;${'я'.repeat(501)}\nКозлов;104;\n`,
    )
    expect(drafts.map(({ fields }) => fields.name)).toEqual(['Иванов', 'Козлов'])
    expect(faultCount).toBe(3)
    expect(faults).toMatchObject([
      { line: 3, field: 'Имя', fault: 'noName' },
      { line: 4, field: 'Телефон', fault: 'notPhone', text: 'нет' },
      { line: 6, field: 'Комментарий', fault: 'tooLong' },
    ])
  })

  test('without a column of names is none; nor is a picture, nor one with a quotation mark that is never closed', async () => {
    expect((await read('Цена;Количество\n1;2\n')).faults).toMatchObject([{ line: 1, fault: 'noColumns' }])
    expect((await readBookFile(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]))).faults).toMatchObject([
      { fault: 'notText' },
    ])
    const broken = await read('Имя;Телефон\nИванов;101\n"Петров;102\nСидоров;103\n')
    expect(broken.drafts).toEqual([])
    expect(broken.faults).toMatchObject([{ fault: 'notReadable' }])
  })

  test('keeps an extension in words, since nobody dials it', async () => {
    const { drafts } = await read('Имя;Телефон\nИванов;"8 495 555-01-28, доб. 12; 103"\n')
    expect(drafts.map(({ fields }) => [fields.numbers.map(({ number }) => number), fields.note])).toEqual([
      [['74955550128', '103'], '8 495 555-01-28, доб. 12'],
    ])
  })

  test('who has no name of their own is known by the company', async () => {
    expect(await names('Имя;Организация;Телефон\n;ООО «Ромашка»;101\n')).toEqual(['ООО «Ромашка»'])
  })
})

describe('Cards', () => {
  test('of version 3 and 4 are read: folded lines, escapes, types, without fax', async () => {
    const { drafts, faults } = await read(
      [
        'BEGIN:VCARD',
        'VERSION:3.0',
        'N:Иванов;Пётр;Ильич;;',
        'FN:Иванов Пётр',
        'ORG:ООО «Ромашка»\\, филиал;Отдел',
        '  закупок',
        'TEL;TYPE=CELL,VOICE:+7 903 567-78-76',
        'item1.TEL;TYPE="work":8 495 555-01-28',
        'TEL;TYPE=fax:8 495 555-01-30',
        'PHOTO;ENCODING=b;TYPE=JPEG:AAAA',
        ' BBBB',
        'UID:urn:uuid:1',
        'END:VCARD',
        '',
        'BEGIN:VCARD',
        'VERSION:4.0',
        'FN:John Smith',
        'TEL;VALUE=uri;TYPE=home:tel:+44-20-7946-0000',
        'END:VCARD',
      ].join('\r\n'),
    )
    expect(faults).toEqual([])
    expect(drafts.map(({ line, given }) => [line, given])).toEqual([
      [1, 'urn:uuid:1'],
      [15, null],
    ])
    expect(drafts.map(({ fields }) => fields)).toMatchObject([
      {
        name: 'Иванов Пётр',
        company: 'ООО «Ромашка», филиал',
        department: 'Отдел закупок',
        numbers: [
          { number: '79035677876', kind: 'mobile' },
          { number: '74955550128', kind: 'work' },
        ],
      },
      { name: 'John Smith', numbers: [{ kind: 'home' }] },
    ])
  })

  test('of version 2.1 are read, as Outlook writes them in Windows-1251', async () => {
    const card = [
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=C8=E2=E0=ED=EE=E2;=CF=E5=',
      '=F2=F0',
      'TEL;CELL;VOICE:89035677876',
      'NOTE:Звонить утром',
      'END:VCARD',
    ].join('\r\n')
    const { drafts, faults } = await readBookFile(in1251(card))
    expect(faults).toEqual([])
    expect(drafts.map(({ fields }) => fields)).toMatchObject([
      { name: 'Иванов Петр', note: 'Звонить утром', numbers: [{ number: '79035677876', kind: 'mobile' }] },
    ])
  })

  test('that are wrong are named by the line where they begin, and the others are read', async () => {
    const { drafts, faults } = await read(
      'BEGIN:VCARD\nVERSION:3.0\nTEL:101\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Анна\nTEL:нет\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Олег\nEND:VCARD\n',
    )
    expect(drafts.map(({ fields }) => fields.name)).toEqual(['Олег'])
    expect(faults).toMatchObject([
      { line: 1, field: 'FN', fault: 'noName' },
      { line: 5, field: 'TEL', fault: 'notPhone', text: 'нет' },
    ])
  })
})

describe('A file made to keep the server busy', () => {
  test('of very many columns takes no longer than what stands in its rows', async () => {
    const { drafts } = await read(`Имя;${'тел;'.repeat(12_000)}\n${'Анна;101\n'.repeat(2000)}`)
    expect(drafts).toHaveLength(2000)
    expect(drafts.at(-1)?.fields.numbers).toEqual([{ number: '101', kind: 'work' }])
  })

  test('of endless cards or lines is named as faulty', async () => {
    const cards = [
      `FN:Анна\n${'TEL:101\n'.repeat(200_000)}`,
      `FN:Анна\nTEL:${'1,'.repeat(800_000)}\n`,
      `FN:Анна\nNOTE;${'a'.repeat(9_000_000)}\n`,
      `FN:Анна\nNOTE:${'a'.repeat(2_000_000)}\n`,
    ]
    const { drafts, faults } = await read(cards.map((card) => `BEGIN:VCARD\n${card}END:VCARD\n`).join(''))
    expect(faults.map(({ fault }) => fault)).toEqual(['notReadable', 'notPhone', 'tooLong'])
    // Its parameters have no end: it is no property at all.
    expect(drafts.map(({ fields }) => [fields.name, fields.note])).toEqual([['Анна', '']])
  })
})

describe('Ids', () => {
  const file = async (text: string, book = 'b1') => entriesOf((await read(text)).drafts, book, () => false)

  test('are the same for the same people of a later file, whatever their telephones are now', async () => {
    const before = await file('Имя;Компания;Телефон\nИванов;Альфа;101\nИванов;Бета;102\nИванов;Альфа;103\n')
    const after = await file('Имя;Компания;Телефон\nИванов;Бета;202\nИВАНОВ;Альфа;201\n')
    expect(new Set(before.map(({ id }) => id)).size).toBe(3)
    expect(after.map(({ id }) => id)).toEqual([before[1]?.id, before[0]?.id])
  })

  test('are those of the file where it has some, and differ from book to book', async () => {
    const [before] = await file('Код;Имя\n000017;Иванов\n')
    const [after] = await file('Код;Имя\n000017;Иванова\n')
    expect(after?.id).toBe(before?.id)
    expect((await file('Код;Имя\n000017;Иванов\n', 'b2'))[0]?.id).not.toBe(before?.id)
  })
})

describe('A long file', () => {
  /** How often others had their turn meanwhile. */
  async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
    let turns = 0
    let goes = true
    const count = () => {
      turns++
      if (goes) setImmediate(count)
    }
    setImmediate(count)
    await work()
    goes = false
    return turns
  }
  const table = `Имя;Телефон\n${Array.from({ length: 2000 }, (_, n) => `Иванов ${n};8 903 ${1_000_000 + n}`).join('\n')}\n`

  test('holds up nobody while it is read, while ids are worked out, and while it is written', async () => {
    const { drafts } = await read(table)
    expect(drafts).toHaveLength(2000)
    expect(await turnsDuring(() => entriesOf(drafts, OWN_BOOK, () => false))).toBeGreaterThan(8)
    expect(await turnsDuring(() => idsOf(drafts, OWN_BOOK, () => false))).toBeGreaterThan(8)
    const entries = (await entriesOf(drafts, OWN_BOOK, () => false)).map((entry) => ({ ...entry, book: OWN_BOOK }))
    for (const format of ['csv', 'vcard'] as const)
      expect(await turnsDuring(() => bookText(entries, format))).toBeGreaterThan(30)
    expect(await turnsDuring(() => read(table))).toBeGreaterThan(2)
  })
})

describe('What is exported', () => {
  const contact = {
    id: 'abcdefgh12',
    book: OWN_BOOK,
    name: 'Иванов; "Пётр"',
    company: '=ООО «Ромашка»',
    department: 'Закупки, склад',
    position: 'Директор',
    numbers: [
      { number: '79035677876', kind: 'mobile' as const },
      { number: '74955550128', kind: 'work' as const },
      { number: '101', kind: 'work' as const },
      { number: '442079460000', kind: 'other' as const },
    ],
    email: 'ivanov@example.ru',
    note: 'Звонить утром;\nлучше в 9, не позже',
  }

  test.each(['csv', 'vcard'] as const)('as %s is read again as it was, with its id', async (format) => {
    const { drafts, faults } = await read(await bookText([contact], format))
    expect(faults).toEqual([])
    const [back] = await entriesOf(drafts, OWN_BOOK, (id) => id === contact.id)
    const { book: _, ...entry } = contact
    const sorted = (numbers: typeof contact.numbers) => numbers.toSorted((a, b) => a.number.localeCompare(b.number))
    expect({ ...back, numbers: sorted((back?.numbers ?? []) as typeof contact.numbers) }).toEqual({
      ...entry,
      numbers: sorted(contact.numbers),
    })
  })
})
