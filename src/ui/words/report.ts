import type { Explained, Why } from '../../protocol/page-report.ts'
import { pair } from './language.ts'

type ReportWords = {
  title: (base: string) => string
  noClient: string
  noForms: string
  form: string
  field: string
  meaning: string
  why: Record<Why, string>
  because: string
  found: string
  kinds: Record<Explained['kind'], string>
  hidden: string
  numbers: (count: number) => string
  card: (phones: number) => string
  details: string
  copy: string
  copied: string
  notCopied: string
  close: string
}

/** «Что видно на этой странице?», for whoever helps when a button is missing (SPEC D5). */
export const reportWords = pair<ReportWords>(
  {
    title: (base) => `Что видно на странице ${base}`,
    noClient: 'Это не веб-клиент 1С или он ещё не загрузился. Откройте 1С и повторите.',
    noForms: 'Открытых карточек и списков нет. Откройте нужную карточку и повторите.',
    form: 'Форма',
    field: 'Поле',
    meaning: 'Чем считаем',
    because: 'Почему',
    found: 'Номера',
    kinds: { input: 'поле', label: 'надпись', column: 'колонка' },
    why: {
      taught: 'вы указали',
      administrator: 'указал администратор',
      preset: 'так в этой конфигурации',
      caption: 'по подписи',
      name: 'по имени элемента',
      callCommand: 'рядом команда «Позвонить»',
      comment: 'это комментарий',
      phoneDialog: 'часть ввода телефона',
      nothing: 'ни подпись, ни имя ничего не говорят',
    },
    hidden: 'скрыто',
    numbers: (count) => (count === 0 ? 'номера нет' : `номеров: ${count}`),
    card: (phones) => `Есть поле «Переключение звонков»: правило делается из номеров этой карточки, их ${phones}.`,
    details: 'Показать номера и названия (в них личные данные)',
    copy: 'Скопировать',
    copied: 'Скопировано. Вставьте текст в письмо в поддержку.',
    notCopied: 'Скопировать не удалось. Выделите текст и скопируйте сами.',
    close: 'Закрыть',
  },
  {
    title: (base) => `What is seen on the page ${base}`,
    noClient: 'This is not the 1C web client, or it has not loaded yet. Open 1C and try again.',
    noForms: 'No card and no list is open. Open the card in question and try again.',
    form: 'Form',
    field: 'Field',
    meaning: 'Taken for',
    because: 'Why',
    found: 'Numbers',
    kinds: { input: 'field', label: 'label', column: 'column' },
    why: {
      taught: 'you said so',
      administrator: 'the administrator said so',
      preset: 'it is so in this configuration',
      caption: 'by its caption',
      name: "by its element's name",
      callCommand: 'a command «Позвонить» is beside it',
      comment: 'it is a comment',
      phoneDialog: 'part of entering a phone',
      nothing: 'neither caption nor name says anything',
    },
    hidden: 'hidden',
    numbers: (count) => (count === 0 ? 'no number' : `numbers: ${count}`),
    card: (phones) =>
      `Has the field for call forwarding: a rule is made of the numbers of this card, ${phones} of them.`,
    details: 'Show numbers and names (they are personal data)',
    copy: 'Copy',
    copied: 'Copied. Paste the text into a letter to support.',
    notCopied: 'It could not be copied. Select the text and copy it yourself.',
    close: 'Close',
  },
)
