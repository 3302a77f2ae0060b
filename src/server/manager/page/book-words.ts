import { pair } from '../../../ui/words/language.ts'

/** «Книги» of the manager's page. */
type Words = {
  title: string
  intro: string
  none: string
  name: string
  count: string
  actions: string
  nameHint: string
  make: string
  made: (name: string) => string
  rename: string
  renameOf: (name: string) => string
  save: string
  load: string
  loadOf: (name: string) => string
  exportCsv: string
  exportVcard: string
  of: (what: string, name: string) => string
  remove: string
  removeAsk: (name: string, count: number) => string
  removed: (name: string) => string
  file: string
  fileHint: string
  mode: string
  modes: Record<'replace' | 'add', string>
  reading: string
  added: string
  changed: string
  gone: string
  same: string
  faulty: string
  nothing: string
  line: string
  field: string
  text: string
  fault: string
  run: (count: number) => string
  running: string
  done: (written: number, same: number) => string
}

export const bookWords = pair<Words>(
  {
    title: 'Адресные книги',
    intro:
      'Общие книги видят все операторы: в поле набора, при переводе звонка и на вкладке «Книга». Сотрудники приходят из 1С сами. Личные книги операторы ведут у себя.',
    none: 'Книг пока нет. Дайте первой имя, например «Клиенты», и загрузите в неё файл CSV или vCard.',
    name: 'Название',
    count: 'Записей',
    actions: 'Действия',
    nameHint: 'Например, Клиенты',
    make: 'Создать книгу',
    made: (name) => `Книга «${name}» создана. Загрузите в неё файл.`,
    rename: 'Переименовать',
    renameOf: (name) => `Переименовать: ${name}`,
    save: 'Записать',
    load: 'Загрузить файл',
    loadOf: (name) => `Загрузить в книгу «${name}»`,
    exportCsv: 'CSV',
    exportVcard: 'vCard',
    of: (what, name) => `${what}: ${name}`,
    remove: 'Удалить',
    removeAsk: (name, count) =>
      `Удалить книгу «${name}» и её записи (${count.toLocaleString('ru')}) у всех операторов? Если она ещё понадобится, сначала сохраните её в файл.`,
    removed: (name) => `Книга «${name}» удалена.`,
    file: 'Файл CSV или vCard',
    fileHint:
      'До 16 МБ и 100 000 записей, UTF-8 или Windows-1251. В CSV первая строка называет столбцы: имя, компания, отдел, должность, телефон, мобильный, почта, комментарий, код.',
    mode: 'Что сделать с прежними записями',
    modes: { replace: 'В книге останется только то, что в файле', add: 'Добавить к тому, что есть' },
    reading: 'Читаем файл…',
    added: 'Новых',
    changed: 'Изменится',
    gone: 'Удалится',
    same: 'Без изменений',
    faulty: 'С ошибкой',
    nothing: 'В книге уже всё так, как в файле.',
    line: 'Строка',
    field: 'Поле',
    text: 'Что там стоит',
    fault: 'Ошибка',
    run: (count) => `Применить (${count.toLocaleString('ru')})`,
    running: 'Записываем…',
    done: (written, same) =>
      `Изменено записей: ${written.toLocaleString('ru')}, уже были такими: ${same.toLocaleString('ru')}.`,
  },
  {
    title: 'Address books',
    intro:
      'All operators see the shared books: in the dial field, when they transfer a call, and in their part “Book”. Employees come from 1C by themselves. Operators keep their own books.',
    none: 'There are no books yet. Name the first one, for example “Clients”, and load a CSV or vCard file into it.',
    name: 'Name',
    count: 'Entries',
    actions: 'Actions',
    nameHint: 'For example, Clients',
    make: 'Make a book',
    made: (name) => `The book “${name}” is there. Load a file into it.`,
    rename: 'Rename',
    renameOf: (name) => `Rename: ${name}`,
    save: 'Save',
    load: 'Load a file',
    loadOf: (name) => `Load into the book “${name}”`,
    exportCsv: 'CSV',
    exportVcard: 'vCard',
    of: (what, name) => `${what}: ${name}`,
    remove: 'Remove',
    removeAsk: (name, count) =>
      `Remove the book “${name}” and its entries (${count.toLocaleString('en')}) for all operators? If it may be needed again, save it as a file first.`,
    removed: (name) => `The book “${name}” is removed.`,
    file: 'CSV or vCard file',
    fileHint:
      'Up to 16 MB and 100,000 entries, UTF-8 or Windows-1251. The first line of a CSV names its columns: name, company, department, position, phone, mobile, e-mail, note, id.',
    mode: 'What becomes of the entries there',
    modes: { replace: 'The book will hold what is in the file, and nothing else', add: 'Add to what is there' },
    reading: 'Reading the file…',
    added: 'New',
    changed: 'Changed',
    gone: 'Removed',
    same: 'As they are',
    faulty: 'Faulty',
    nothing: 'The book is as the file says already.',
    line: 'Line',
    field: 'Field',
    text: 'What stands there',
    fault: 'Fault',
    run: (count) => `Apply (${count.toLocaleString('en')})`,
    running: 'Writing…',
    done: (written, same) =>
      `Entries changed: ${written.toLocaleString('en')}, were so already: ${same.toLocaleString('en')}.`,
  },
)
