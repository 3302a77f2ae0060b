import type { Connection } from '../../protocol/mirror.ts'
import { pair } from './language.ts'

type PanelWords = {
  name: string
  /** For the tooltip of the toolbar button. */
  connectionShort: Record<Connection, string>
  pbxDownShort: string
  requestRefusedShort: string
  pbxRefusesShort: string
  incoming: string
  missed: (callers: number) => string
  /** What stands in the panel when something is wrong. */
  connecting: string
  offline: string
  refused: string
  pbxDown: string
  pbxRefuses: string
  routeRefused: string
  /** `since` = of when the data is that is shown; null = there is none. */
  baseDown: (base: string, since: string | null) => string
  /** While it is read for the first time; `of` = null: nobody knows how much there is. */
  baseLoading: (base: string, read: string, of: string | null) => string
  pairAgain: string
  noNumber: string
  firstTitle: string
  firstSteps: string[]
  firstOpen: string
  settings: string
  dialLabel: string
  dialHint: string
  dialNothing: string
  dialCall: (number: string) => string
  noInternalNumber: string
  results: string
  calls: string
  noCalls: string
  noCallsHint: string
  owed: (count: number) => string
  owedAside: (count: number) => string
  refusedTitle: string
  refusedLines: (lines: string) => string
  seen: string
  signedInAs: (number: string) => string
  redial: (number: string) => string
  redialled: string
  /** A telephone link of another program. */
  offer: string
  offerNothing: string
  offerDial: string
  offerClose: string
  openSide: string
  openWindow: string
  /** In the browser's menu; the browser puts what is selected for %s. */
  dialSelected: string
  selectedNothing: string
  /** In the browser's menu. */
  pointField: string
}

/** Russian counts 1 правило, 2 правила, 5 правил. */
const ruleForms: Record<string, string> = { one: 'правило', few: 'правила' }
const rules = (count: number) => `${count} ${ruleForms[new Intl.PluralRules('ru').select(count)] ?? 'правил'}`

export const panelWords = pair<PanelWords>(
  {
    name: 'Трубка',
    connectionShort: {
      notPaired: 'не подключена',
      connecting: 'подключение…',
      online: 'на связи',
      offline: 'нет связи с сервером',
      refused: 'сервер не пускает',
    },
    pbxDownShort: 'АТС не отвечает',
    requestRefusedShort: '1С не приняла обращение',
    pbxRefusesShort: 'АТС не пускает сервер',
    incoming: 'входящий звонок',
    missed: (callers) => `не дозвонились: ${callers}`,
    connecting: 'Подключаемся к серверу…',
    offline: 'Нет связи с сервером. Звоните с аппарата, мы восстановим связь сами.',
    refused: 'Сервер не узнаёт этот браузер. Попросите у администратора новый код и подключитесь заново.',
    pbxDown: 'АТС не отвечает. Звоните с аппарата, мы восстановим связь сами.',
    pbxRefuses: 'АТС не пускает сервер. Звоните с аппарата и скажите администратору.',
    routeRefused: 'Переключение звонков не работает: АТС не пускает сервер. Скажите администратору.',
    baseDown: (base, since) =>
      since === null
        ? `1С «${base}» не отвечает: кто звонит, пока не видно. Ответит — прочитаем сами.`
        : `1С «${base}» не отвечает. Показаны данные на ${since}.`,
    baseLoading: (base, read, of) =>
      of === null
        ? `Читаем 1С «${base}»: загружено ${read}. Кто звонит, видно пока не про всех.`
        : `Читаем 1С «${base}»: загружено ${read} из ${of}. Кто звонит, видно пока не про всех.`,
    pairAgain: 'Подключиться заново',
    noNumber: 'У вас нет внутреннего номера. Попросите администратора указать его в 1С.',
    firstTitle: 'Подключите телефон',
    firstSteps: [
      'Попросите у администратора адрес сервера и код подключения.',
      'Откройте настройки и введите их. Это нужно один раз.',
      'Там же разрешите работу на страницах вашей 1С.',
    ],
    firstOpen: 'Открыть настройки',
    settings: 'Настройки',
    dialLabel: 'Кому позвонить',
    dialHint: 'Имя или номер',
    dialNothing: 'Никого не нашли. Введите номер целиком.',
    dialCall: (number) => `Позвонить ${number}`,
    noInternalNumber: 'нет внутреннего номера',
    results: 'Найдено',
    calls: 'Текущие звонки',
    noCalls: 'Звонков сейчас нет',
    noCallsHint: 'Здесь появится тот, кто звонит, и тот, кому звоните вы.',
    owed: (count) => `Ещё не передано на сервер: ${rules(count)} переключения. Передадим, как только будет связь.`,
    owedAside: (count) => `Сервер пока не принимает: ${rules(count)} переключения. Они сохранены, мы повторяем сами.`,
    refusedTitle: 'Переключение звонков не записано.',
    refusedLines: (lines) => `Сервер не принял: ${lines}. Проверьте номера в карточке.`,
    seen: 'Понятно',
    signedInAs: (number) => `внутренний ${number}`,
    redial: (number) => `Ещё раз ${number}`,
    redialled: 'Последние номера',
    offer: 'Позвонить по ссылке?',
    offerNothing: 'В ссылке нет номера, по которому можно позвонить. Введите номер сами.',
    offerDial: 'Позвонить',
    offerClose: 'Не звонить',
    openSide: 'В боковой панели',
    openWindow: 'В отдельном окне',
    dialSelected: 'Позвонить %s',
    pointField: 'Указать поле…',
    selectedNothing: 'В выделенном нет номера, по которому можно позвонить. Выделите номер целиком.',
  },
  {
    name: 'Трубка',
    connectionShort: {
      notPaired: 'not connected yet',
      connecting: 'connecting…',
      online: 'connected',
      offline: 'no connection to the server',
      refused: 'the server refuses us',
    },
    pbxDownShort: 'the PBX does not answer',
    requestRefusedShort: '1C did not take a request',
    pbxRefusesShort: 'the PBX refuses the server',
    incoming: 'incoming call',
    missed: (callers) => `called in vain: ${callers}`,
    connecting: 'Connecting to the server…',
    offline: 'No connection to the server. Call from the phone itself, we will reconnect on our own.',
    refused: 'The server does not recognise this browser. Ask your administrator for a new code and connect again.',
    pbxDown: 'The PBX does not answer. Call from the phone itself, we will reconnect on our own.',
    pbxRefuses: 'The PBX refuses the server. Call from the phone itself and tell your administrator.',
    routeRefused: 'Call routing does not work: the PBX refuses the server. Tell your administrator.',
    baseDown: (base, since) =>
      since === null
        ? `1C “${base}” does not answer: callers cannot be named yet. We will read it as soon as it does.`
        : `1C “${base}” does not answer. What is shown is of ${since}.`,
    baseLoading: (base, read, of) =>
      of === null
        ? `Reading 1C "${base}": ${read} loaded. Not everybody who calls is known yet.`
        : `Reading 1C "${base}": ${read} of ${of} loaded. Not everybody who calls is known yet.`,
    pairAgain: 'Connect again',
    noNumber: 'You have no extension number. Ask your administrator to enter it in 1C.',
    firstTitle: 'Connect your phone',
    firstSteps: [
      'Ask your administrator for the server address and a connection code.',
      'Open the settings and enter them. This is needed once.',
      'Allow the extension on the pages of your 1C there, too.',
    ],
    firstOpen: 'Open the settings',
    settings: 'Settings',
    dialLabel: 'Whom to call',
    dialHint: 'Name or number',
    dialNothing: 'Nobody found. Enter the whole number.',
    dialCall: (number) => `Call ${number}`,
    noInternalNumber: 'no extension',
    results: 'Found',
    calls: 'Current calls',
    noCalls: 'No calls now',
    noCallsHint: 'Whoever calls you, and whomever you call, will be shown here.',
    owed: (count) => `Call routing rules not sent yet: ${count}. They will be sent once there is a connection.`,
    owedAside: (count) => `Call routing rules the server does not take yet: ${count}. They are kept and sent again.`,
    refusedTitle: 'The call routing was not saved.',
    refusedLines: (lines) => `The server refused: ${lines}. Check the numbers in the card.`,
    seen: 'Got it',
    signedInAs: (number) => `extension ${number}`,
    redial: (number) => `Again ${number}`,
    redialled: 'Last numbers',
    offer: 'Call by this link?',
    offerNothing: 'There is no number in this link that can be called. Enter the number yourself.',
    offerDial: 'Call',
    offerClose: 'Do not call',
    openSide: 'In the side panel',
    openWindow: 'In a window of its own',
    dialSelected: 'Call %s',
    pointField: 'Point out a field…',
    selectedNothing: 'There is no number in the selection that can be called. Select the whole number.',
  },
)
