import { pair } from './language.ts'

type OpeningWords = {
  open: string
  notOpened: string
  copyLink: string
  copied: string
  inThinClient: string
  unknownBase: string
}

/** For what is opened in 1C. */
export const openingWords = pair<OpeningWords>(
  {
    open: 'Открыть карточку в 1С',
    notOpened: '1С не открыла карточку. Скопируйте ссылку, нажмите в 1С Shift+F11 и вставьте её.',
    copyLink: 'Скопировать ссылку',
    copied: 'Ссылка скопирована. Нажмите в 1С Shift+F11 и вставьте её.',
    inThinClient: 'Открыть в тонком клиенте',
    unknownBase: 'Адрес базы 1С не задан. Сообщите администратору.',
  },
  {
    open: 'Open the card in 1C',
    notOpened: '1C has not opened the card. Copy the link, press Shift+F11 in 1C and paste it there.',
    copyLink: 'Copy the link',
    copied: 'The link is copied. Press Shift+F11 in 1C and paste it there.',
    inThinClient: 'Open in the thin client',
    unknownBase: 'The address of the 1C base is not set. Tell your administrator.',
  },
)
