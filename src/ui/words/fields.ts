import type { FieldMeaning, PresetId } from '../../protocol/field-map.ts'
import { pair } from './language.ts'

type FieldsWords = {
  title: string
  hint: string
  /** While no page of 1C has been opened yet. */
  none: string
  preset: string
  presets: Record<PresetId, string>
  taught: string
  /** So many lines of the map came from the administrator. */
  rolledOut: (count: number) => string
  nothingTaught: string
  meanings: Record<FieldMeaning, string>
  remove: (field: string) => string
  column: (list: string) => string
  save: string
  load: string
  loaded: (count: number) => string
  noJson: string
  wrong: (at: string, field: string) => string
  point: string
  look: string
  noPage: string
}

/** Of the settings: what fields of 1C mean (SPEC D5). */
export const fieldsWords = pair<FieldsWords>(
  {
    title: 'Поля 1С',
    hint: 'Какие поля показывают телефоны, пользователей и клиентов. Менять это нужно, только если кнопок где-то нет.',
    none: 'Здесь появятся ваши базы, когда вы откроете 1С.',
    preset: 'Конфигурация',
    presets: { none: 'Другая', bsp: 'На основе БСП', crm: '1С:CRM', unf: '1С:УНФ', ut: '1С:УТ' },
    taught: 'Указанные поля',
    rolledOut: (count) => `Полей от администратора: ${count}.`,
    nothingTaught: 'Пока не указано ни одного.',
    meanings: {
      phone: 'Телефон',
      fax: 'Факс',
      routing: 'Переключение звонков',
      user: 'Пользователь',
      client: 'Клиент',
      other: 'Не телефон',
    },
    remove: (field) => `Убрать: ${field}`,
    column: (list) => `колонка списка ${list}`,
    save: 'Сохранить в файл',
    load: 'Загрузить из файла',
    loaded: (count) => `Загружено полей: ${count}.`,
    noJson: 'Это не файл с полями. Выберите файл, сохранённый этой же кнопкой.',
    wrong: (at, field) =>
      `В файле ошибка: ${at}${field === '' ? '' : ` («${field}»)`}. Исправьте её и загрузите файл ещё раз.`,
    point: 'Указать поле…',
    look: 'Что видно на этой странице?',
    noPage: 'Страница этой базы не открыта. Откройте в 1С нужную карточку и повторите.',
  },
  {
    title: '1C fields',
    hint: 'Which fields show phones, users and clients. Change this only where buttons are missing.',
    none: 'Your bases will be here once you have opened 1C.',
    preset: 'Configuration',
    presets: { none: 'Other', bsp: 'Built on BSP', crm: '1C:CRM', unf: '1C:UNF', ut: '1C:UT' },
    taught: 'Fields pointed out',
    rolledOut: (count) => `Fields from your administrator: ${count}.`,
    nothingTaught: 'None yet.',
    meanings: {
      phone: 'Phone',
      fax: 'Fax',
      routing: 'Call forwarding',
      user: 'User',
      client: 'Client',
      other: 'Not a phone',
    },
    remove: (field) => `Remove: ${field}`,
    column: (list) => `column of the list ${list}`,
    save: 'Save to a file',
    load: 'Load from a file',
    loaded: (count) => `Fields loaded: ${count}.`,
    noJson: 'This is no file of fields. Choose one that was saved with this button.',
    wrong: (at, field) =>
      `The file has a mistake: ${at}${field === '' ? '' : ` (“${field}”)`}. Mend it and load the file again.`,
    point: 'Point out a field…',
    look: 'What is seen on this page?',
    noPage: 'No page of this base is open. Open the card in question in 1C and try again.',
  },
)
