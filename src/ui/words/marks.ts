import { pair } from './language.ts'

type MarkWords = {
  /** Of the layer, for screen readers. */
  name: string
  call: (numbers: string) => string
  extension: (ext: string) => string
  chooseNumber: string
  dialling: string
  copied: string
  offline: string
  refused: string
  pbxDown: string
  pbxRefuses: string
  /** Beside the name of a user of 1C's: their line. */
  line: (name: string, line: string) => string
}

/** What is said beside fields; all that every page of 1C needs from the beginning. */
export const markWords = pair<MarkWords>(
  {
    name: 'Трубка: звонки из 1С',
    call: (numbers) => `Позвонить ${numbers}`,
    extension: (ext) => `(доб. ${ext} наберите сами)`,
    chooseNumber: 'Выберите номер',
    dialling: 'Вызов…',
    copied: 'Скопировано',
    offline: 'Нет связи с сервером телефонии. Звоните с аппарата, мы восстановим связь сами.',
    refused: 'Сервер не узнаёт этот браузер. Попросите у администратора новый код.',
    pbxDown: 'АТС не отвечает. Звоните с аппарата, мы восстановим связь сами.',
    pbxRefuses: 'АТС не пускает сервер. Звоните с аппарата и скажите администратору.',
    line: (name, line) => `${name}: ${line}`,
  },
  {
    name: 'Трубка: calls from 1C',
    call: (numbers) => `Call ${numbers}`,
    extension: (ext) => `(dial ext. ${ext} yourself)`,
    chooseNumber: 'Choose a number',
    dialling: 'Calling…',
    copied: 'Copied',
    offline: 'No connection to the phone server. Call from the phone itself, we will reconnect on our own.',
    refused: 'The server does not recognise this browser. Ask your administrator for a new code.',
    pbxDown: 'The PBX does not answer. Call from the phone itself, we will reconnect on our own.',
    pbxRefuses: 'The PBX refuses the server. Call from the phone itself and tell your administrator.',
    line: (name, line) => `${name}: ${line}`,
  },
)
