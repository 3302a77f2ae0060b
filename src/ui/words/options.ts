import type { ErrorCode } from '../../protocol/errors.ts'
import type { Connection } from '../../protocol/mirror.ts'
import type { LanguageChoice, Tone } from '../../protocol/preferences.ts'
import { pair } from './language.ts'

type OptionsWords = {
  title: string
  pairing: string
  pairingHint: string
  server: string
  serverHint: string
  serverWrong: string
  code: string
  codeHint: string
  connect: string
  connecting: string
  /** Where pairing says it otherwise than a call would. */
  pairErrors: Partial<Record<ErrorCode, string>>
  pairedAs: (name: string) => string
  internal: (number: string) => string
  noNumber: string
  pairedWith: string
  connection: Record<Connection, string>
  unpair: string
  unpairAsk: string
  unpairYes: string
  cancel: string
  pairAgain: string
  sites: string
  sitesHint: string
  site: string
  siteHint: string
  siteWrong: string
  siteDenied: string
  allow: string
  noSites: string
  remove: string
  removeSite: (site: string) => string
  alerts: string
  sound: string
  volume: string
  listen: string
  notifications: string
  notificationsHint: string
  keysHint: string
  links: string
  linksHint: string
  linksItself: string
  linksOpen: string
  forms: string
  wizardTitle: string
  wizard: string
  htmlFields: string
  htmlFieldsHint: string
  tone: string
  tones: Record<Tone, string>
  language: string
  languageOf: string
  languages: Record<LanguageChoice, string>
  /** Beside what cannot be changed here. */
  byAdministrator: string
  codeOnly: string
  /** Before the addresses. */
  managedSites: string
  managedFaults: (names: readonly string[]) => string
}

export const optionsWords = pair<OptionsWords>(
  {
    title: 'Трубка: настройки',
    pairing: 'Подключение к телефонии',
    pairingHint: 'Адрес и код даёт администратор. Код действует один раз.',
    server: 'Адрес сервера',
    serverHint: 'wss://phone.company.ru',
    serverWrong: 'Это не похоже на адрес сервера. Введите его так, как дал администратор.',
    code: 'Код подключения',
    codeHint: 'XXXX-XXXX-XXXX',
    connect: 'Подключить',
    connecting: 'Подключаем…',
    pairErrors: {
      offline:
        'Сервер по этому адресу не отвечает. Проверьте адрес и сеть; если администратор не включал шифрование, начните адрес с ws://.',
      timeout: 'Сервер не ответил вовремя. Повторите через минуту.',
      serverNotTrusted:
        'Этот сервер не знает вашего кода. Проверьте адрес и код, не вводите код больше нигде и скажите администратору.',
      tooMany: 'Слишком много попыток. Подождите минуту и повторите.',
    },
    pairedAs: (name) => `Вы подключены: ${name}`,
    internal: (number) => `внутренний номер ${number}`,
    noNumber: 'внутреннего номера нет',
    pairedWith: 'Сервер',
    connection: {
      notPaired: 'Не подключено',
      connecting: 'Подключаемся…',
      online: 'На связи',
      offline: 'Нет связи с сервером. Восстановим сами.',
      refused: 'Сервер не узнаёт этот браузер. Введите новый код от администратора.',
    },
    unpair: 'Отключить этот браузер',
    unpairAsk: 'Звонки из 1С перестанут работать, пока вы не введёте новый код. Отключить?',
    unpairYes: 'Отключить',
    cancel: 'Отмена',
    pairAgain: 'Подключиться заново',
    sites: 'Адреса 1С',
    sitesHint: 'Трубка работает только на этих адресах и не видит других страниц.',
    site: 'Адрес вашей 1С',
    siteHint: 'https://1c.company.ru/base',
    siteWrong: 'Это не похоже на адрес 1С. Скопируйте его из адресной строки браузера.',
    siteDenied: 'Браузер не дал разрешения. Нажмите «Разрешить» ещё раз и согласитесь.',
    allow: 'Разрешить',
    noSites: 'Пока ни одного адреса. Добавьте первый, и рядом с телефонами в 1С появятся трубки.',
    remove: 'Убрать',
    removeSite: (site) => `Убрать ${site}`,
    alerts: 'Звонок и уведомления',
    sound: 'Звонить, когда вызывают',
    volume: 'Громкость',
    listen: 'Прослушать',
    notifications: 'Показывать уведомление системы',
    notificationsHint: 'Только когда звонка не видно ни в 1С, ни в панели.',
    keysHint:
      'Клавиши «Ответить» (Ctrl+Shift+1), «Завершить» (Ctrl+Shift+2), «Удержать» (Ctrl+Shift+3) и «Позвонить по номеру в поле» (Ctrl+Shift+0) действуют на всех страницах. Изменить их можно в настройках расширений браузера.',
    links: 'Ссылки tel: из других программ',
    linksHint: 'Тонкий клиент 1С и почта звонят по ссылкам tel:. Браузер может открывать их в Трубке.',
    linksItself:
      'Тонкий клиент 1С и почта звонят по ссылкам tel:. Сделайте Firefox программой для них в системе; при первой ссылке Firefox спросит, чем её открыть: выберите Трубку.',
    linksOpen: 'Открывать ссылки tel: в Трубке',
    forms: 'Формы 1С',
    wizardTitle: 'Обращения',
    wizard: 'Открывать «Мастер принятия обращения», когда отвечаете клиенту',
    htmlFields: 'Искать телефоны и в HTML-полях',
    htmlFieldsHint: 'В истории, письмах и отчётах подписей нет: номер узнаётся только по виду.',
    tone: 'Звук',
    tones: { double: 'Двойной', soft: 'Мягкий', bright: 'Звонкий' },
    language: 'Язык',
    languageOf: 'Язык Трубки',
    languages: { browser: 'Как в браузере', ru: 'Русский', en: 'English' },
    byAdministrator: 'задано администратором',
    codeOnly: 'Введите код, который дал администратор. Код действует один раз.',
    managedSites: 'Администратор указал адреса 1С. Браузер ждёт вашего согласия для:',
    managedFaults: (names) =>
      `Настройки администратора не подходят и не действуют: ${names.join(', ')}. Покажите это администратору.`,
  },
  {
    title: 'Трубка: settings',
    pairing: 'Phone system',
    pairingHint: 'Your administrator gives you the address and the code. A code works once.',
    server: 'Server address',
    serverHint: 'wss://phone.company.com',
    serverWrong: 'This does not look like a server address. Enter it as your administrator gave it.',
    code: 'Connection code',
    codeHint: 'XXXX-XXXX-XXXX',
    connect: 'Connect',
    connecting: 'Connecting…',
    pairErrors: {
      offline:
        'There is no answer at this address. Check the address and the network; if your server has no encryption, begin the address with ws://.',
      timeout: 'The server did not answer in time. Try again in a minute.',
      serverNotTrusted:
        'This server does not know your code. Check the address and the code, enter the code nowhere else and tell your administrator.',
      tooMany: 'Too many attempts. Wait a minute and try again.',
    },
    pairedAs: (name) => `You are connected: ${name}`,
    internal: (number) => `extension ${number}`,
    noNumber: 'no extension number',
    pairedWith: 'Server',
    connection: {
      notPaired: 'Not connected',
      connecting: 'Connecting…',
      online: 'Connected',
      offline: 'No connection to the server. We will reconnect on our own.',
      refused: 'The server does not recognise this browser. Enter a new code from your administrator.',
    },
    unpair: 'Disconnect this browser',
    unpairAsk: 'Calls from 1C will not work until you enter a new code. Disconnect?',
    unpairYes: 'Disconnect',
    cancel: 'Cancel',
    pairAgain: 'Connect again',
    sites: '1C addresses',
    sitesHint: 'The extension works at these addresses only and does not see other pages.',
    site: 'Address of your 1C',
    siteHint: 'https://1c.company.com/base',
    siteWrong: 'This does not look like a 1C address. Copy it from the address bar.',
    siteDenied: 'The browser did not give permission. Press “Allow” again and agree.',
    allow: 'Allow',
    noSites: 'No address yet. Add the first one, and handsets will appear beside the phones in 1C.',
    remove: 'Remove',
    removeSite: (site) => `Remove ${site}`,
    alerts: 'Ringing and notifications',
    sound: 'Ring for incoming calls',
    volume: 'Volume',
    listen: 'Listen',
    notifications: 'Show a system notification',
    notificationsHint: 'Only while the call is in sight neither in 1C nor in the panel.',
    keysHint:
      'The keys “Answer” (Ctrl+Shift+1), “End” (Ctrl+Shift+2), “Hold” (Ctrl+Shift+3) and “Call the number in the field” (Ctrl+Shift+0) work on all pages. They can be changed in the browser’s extension settings.',
    links: 'tel: links of other programs',
    linksHint: 'The thin client of 1C and mail programs call by tel: links. The browser can open them in Trubka.',
    linksItself:
      'The thin client of 1C and mail programs call by tel: links. Make Firefox the program for them in your system; at the first link Firefox asks what to open it with: choose Trubka.',
    linksOpen: 'Open tel: links in Trubka',
    forms: '1C forms',
    wizardTitle: 'Requests',
    wizard: 'Open the request intake when you answer a client',
    htmlFields: 'Look for phones in HTML fields, too',
    htmlFieldsHint: 'History, letters and reports have no captions: a number is told by its form alone.',
    tone: 'Sound',
    tones: { double: 'Double', soft: 'Soft', bright: 'Bright' },
    language: 'Language',
    languageOf: 'Language of Трубка',
    languages: { browser: 'As in the browser', ru: 'Русский', en: 'English' },
    byAdministrator: 'set by your administrator',
    codeOnly: 'Enter the code that your administrator gave you. A code works once.',
    managedSites: 'Your administrator has named 1C addresses. The browser awaits your consent to:',
    managedFaults: (names) =>
      `Settings of your administrator do not fit and have no effect: ${names.join(', ')}. Show this to your administrator.`,
  },
)
