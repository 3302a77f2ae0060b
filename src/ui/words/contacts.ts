import type { EntryFaultKind, NumberKind } from '../../protocol/address-book.ts'
import { pair } from './language.ts'

type ContactsWords = {
  colleagues: string
  books: string
  search: string
  searchHint: string
  department: string
  everyone: string
  people: (count: number) => string
  /** Of a search that has more than is shown. */
  more: (shown: number, of: number) => string
  noColleagues: string
  noColleaguesHint: string
  nobody: string
  nobodyHint: string
  book: string
  own: string
  allBooks: string
  ownEmpty: string
  ownEmptyHint: string
  bookEmpty: string
  actions: (name: string) => string
  call: (number: string) => string
  consult: string
  star: string
  unstar: string
  favourite: string
  up: string
  down: string
  moveHint: string
  pickOne: string
  add: string
  change: string
  remove: string
  removed: (name: string) => string
  back: string
  importFile: string
  importHint: string
  exportCsv: string
  exportVcard: string
  imported: (kept: number, same: number) => string
  faulty: (count: number) => string
  faultAt: (line: number, field: string) => string
  fault: Record<EntryFaultKind, string>
  newTitle: string
  changeTitle: string
  name: string
  company: string
  departmentOf: string
  position: string
  email: string
  note: string
  numbers: Record<NumberKind, string>
  save: string
  cancel: string
  wrongNumber: string
  nameMissing: string
  offline: string
  tooMany: string
}

export const contactsWords = pair<ContactsWords>(
  {
    colleagues: 'Сотрудники',
    books: 'Книга',
    search: 'Найти',
    searchHint: 'Имя, отдел, номер',
    department: 'Отдел',
    everyone: 'Все отделы',
    people: (count) => `Всего: ${count.toLocaleString('ru')}`,
    more: (shown, of) => `Показаны ${shown} из ${of.toLocaleString('ru')}. Уточните, кого ищете.`,
    noColleagues: 'Сотрудников пока не видно',
    noColleaguesHint: 'Здесь будут все пользователи 1С с внутренними номерами, как только сервер прочитает 1С.',
    nobody: 'Никого не нашли',
    nobodyHint: 'Попробуйте первые буквы имени, фамилии, отдела или часть номера.',
    book: 'Книга',
    own: 'Моя книга',
    allBooks: 'Все книги',
    ownEmpty: 'Ваша книга пуста',
    ownEmptyHint:
      'Запишите сюда тех, кого нет в 1С: «Добавить», или загрузите файл CSV или vCard. Книгу видите только вы, с любого компьютера.',
    bookEmpty: 'В этой книге пока никого нет',
    actions: (name) => `Действия: ${name}`,
    call: (number) => `Позвонить ${number}`,
    consult: 'Перевести с консультацией',
    star: 'В избранное',
    unstar: 'Убрать из избранного',
    favourite: 'в избранном',
    up: 'Выше',
    down: 'Ниже',
    moveHint: 'Избранных можно переставить: мышью или Alt+↑ и Alt+↓',
    pickOne: 'Стрелки выбирают, Enter звонит.',
    add: 'Добавить',
    change: 'Изменить',
    remove: 'Удалить',
    removed: (name) => `Удалили из вашей книги: ${name}.`,
    back: 'Вернуть',
    importFile: 'Загрузить файл',
    importHint: 'CSV или vCard, до 2 МБ',
    exportCsv: 'Сохранить CSV',
    exportVcard: 'Сохранить vCard',
    imported: (kept, same) => `Записано: ${kept.toLocaleString('ru')}. Уже были такими: ${same.toLocaleString('ru')}.`,
    faulty: (count) =>
      `Не записано из-за ошибок: ${count.toLocaleString('ru')}. Исправьте в файле и загрузите его ещё раз.`,
    faultAt: (line, field) => (field === '' ? `строка ${line}` : `строка ${line}, «${field}»`),
    fault: {
      noName: 'нет имени',
      notPhone: 'не телефон',
      tooLong: 'слишком длинно',
      tooManyNumbers: 'больше 10 номеров',
      notReadable: 'не разобрать: проверьте кавычки и начало карточки',
      notText: 'это не CSV и не vCard',
      noColumns: 'в первой строке нет столбца с именем',
      tooManyEntries: 'записей больше, чем помещается в книгу',
    },
    newTitle: 'Новая запись',
    changeTitle: 'Изменить запись',
    name: 'Имя',
    company: 'Компания',
    departmentOf: 'Отдел',
    position: 'Должность',
    email: 'Почта',
    note: 'Заметка',
    numbers: { work: 'Рабочий телефон', mobile: 'Мобильный', home: 'Домашний', other: 'Другой телефон' },
    save: 'Записать',
    cancel: 'Отмена',
    wrongNumber: 'Это не телефон. Проверьте цифры.',
    nameMissing: 'Имя не указано. Введите его.',
    offline: 'Нет связи с сервером: книги откроются, как только она появится.',
    tooMany: 'Больше не помещается. Удалите лишнее и повторите.',
  },
  {
    colleagues: 'Colleagues',
    books: 'Book',
    search: 'Find',
    searchHint: 'Name, department, number',
    department: 'Department',
    everyone: 'All departments',
    people: (count) => `In all: ${count.toLocaleString('en')}`,
    more: (shown, of) => `${shown} of ${of.toLocaleString('en')} are shown. Say more of whom you look for.`,
    noColleagues: 'No colleagues to be seen yet',
    noColleaguesHint: 'All users of 1C with an extension will be here as soon as the server has read 1C.',
    nobody: 'Nobody found',
    nobodyHint: 'Try the first letters of a name or a department, or a part of a number.',
    book: 'Book',
    own: 'My book',
    allBooks: 'All books',
    ownEmpty: 'Your book is empty',
    ownEmptyHint:
      'Write down here whom 1C does not know: “Add”, or load a CSV or vCard file. Only you see this book, from any computer.',
    bookEmpty: 'Nobody is in this book yet',
    actions: (name) => `Actions: ${name}`,
    call: (number) => `Call ${number}`,
    consult: 'Transfer after a word',
    star: 'To favourites',
    unstar: 'Out of favourites',
    favourite: 'favourite',
    up: 'Up',
    down: 'Down',
    moveHint: 'Favourites can be moved: by mouse, or by Alt+↑ and Alt+↓',
    pickOne: 'Arrows choose, Enter calls.',
    add: 'Add',
    change: 'Change',
    remove: 'Remove',
    removed: (name) => `Removed from your book: ${name}.`,
    back: 'Undo',
    importFile: 'Load a file',
    importHint: 'CSV or vCard, up to 2 MB',
    exportCsv: 'Save as CSV',
    exportVcard: 'Save as vCard',
    imported: (kept, same) => `Written: ${kept.toLocaleString('en')}. Were so already: ${same.toLocaleString('en')}.`,
    faulty: (count) => `Not written for their faults: ${count.toLocaleString('en')}. Mend the file and load it again.`,
    faultAt: (line, field) => (field === '' ? `line ${line}` : `line ${line}, “${field}”`),
    fault: {
      noName: 'no name',
      notPhone: 'no telephone number',
      tooLong: 'too long',
      tooManyNumbers: 'more than 10 numbers',
      notReadable: 'cannot be read: see to quotation marks and where the card begins',
      notText: 'neither CSV nor vCard',
      noColumns: 'the first line has no column with a name',
      tooManyEntries: 'more entries than the book has room for',
    },
    newTitle: 'New entry',
    changeTitle: 'Change the entry',
    name: 'Name',
    company: 'Company',
    departmentOf: 'Department',
    position: 'Position',
    email: 'E-mail',
    note: 'Note',
    numbers: { work: 'Work phone', mobile: 'Mobile', home: 'Home', other: 'Other phone' },
    save: 'Save',
    cancel: 'Cancel',
    wrongNumber: 'This is no telephone number. See to its digits.',
    nameMissing: 'The name is missing. Enter it.',
    offline: 'No connection to the server: the books open as soon as it is back.',
    tooMany: 'There is no room for more. Remove some and try again.',
  },
)
