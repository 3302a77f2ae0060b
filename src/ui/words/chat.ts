import { pair } from './language.ts'

type ChatWords = {
  name: string
  conversations: string
  begin: string
  /** Of the field in which a colleague is looked for. */
  whom: string
  whomHint: string
  nobody: string
  search: string
  searchHint: string
  found: string
  nothingFound: string
  nothing: string
  nothingHint: string
  loading: string
  department: (name: string) => string
  somebody: string
  own: (text: string) => string
  /** Typed and not sent. */
  draft: (text: string) => string
  unread: (count: number) => string
  unreadOf: (count: number) => string
  back: string
  /** Of the list of lines. */
  lines: (name: string) => string
  begins: string
  begunWith: string
  write: string
  writeTo: (name: string) => string
  send: string
  sendHint: string
  tooLong: (by: number, most: number) => string
  newLines: string
  toNewest: string
  earlier: string
  today: string
  yesterday: string
  state: {
    owed: string
    waits: string
    sent: string
    got: string
    gotBy: (count: number, of: number) => string
    read: string
    readBy: (count: number, of: number) => string
  }
  refused: string
  again: string
  drop: string
  typing: (names: readonly string[]) => string
  link: Record<'client' | 'call', string>
  removeLink: string
  openClient: string
  listen: string
  stopListening: string
  call: (number: string) => string
  toChat: string
  toWhom: string
  aboutClient: (name: string) => string
  newLine: (name: string) => string
  forgotten: string
}

const colleagueForms: Record<string, string> = { one: 'новое сообщение', few: 'новых сообщения' }

export const chatWords = pair<ChatWords>(
  {
    name: 'Чат',
    conversations: 'Переписка',
    begin: 'Написать',
    whom: 'Кому написать',
    whomHint: 'Имя, отдел или номер',
    nobody: 'Такого сотрудника нет. Проверьте имя.',
    search: 'Поиск в переписке',
    searchHint: 'Слово из сообщения',
    found: 'Найденные сообщения',
    nothingFound: 'Таких сообщений нет. Попробуйте другое слово.',
    nothing: 'Сообщений ещё нет',
    nothingHint:
      'Нажмите «Написать» и выберите сотрудника или свой отдел. Кого нет на месте, тот прочтёт, когда вернётся.',
    loading: 'Загружаем…',
    department: (name) => `Отдел «${name}»`,
    somebody: 'Бывший сотрудник',
    own: (text) => `Вы: ${text}`,
    draft: (text) => `Черновик: ${text}`,
    unread: (count) => `${count} ${colleagueForms[new Intl.PluralRules('ru').select(count)] ?? 'новых сообщений'}`,
    unreadOf: (count) => `Непрочитанных сообщений: ${count}`,
    back: 'Назад к переписке',
    lines: (name) => `Сообщения: ${name}`,
    begins: 'Здесь ничего не написано',
    begunWith: 'Enter отправляет, Shift+Enter начинает новую строку.',
    write: 'Сообщение',
    writeTo: (name) => `Написать: ${name}`,
    send: 'Отправить',
    sendHint: 'Отправить (Enter)',
    tooLong: (by, most) => `Сообщение длиннее ${most} знаков. Уберите ${by} или разделите его.`,
    newLines: 'Новые',
    toNewest: 'К новым',
    earlier: 'Более ранние сообщения',
    today: 'Сегодня',
    yesterday: 'Вчера',
    state: {
      owed: 'Отправляется',
      waits: 'Уйдёт, когда появится связь',
      sent: 'Отправлено',
      got: 'Доставлено',
      gotBy: (count, of) => `Доставлено: ${count} из ${of}`,
      read: 'Прочитано',
      readBy: (count, of) => `Прочитали: ${count} из ${of}`,
    },
    refused: 'Не отправлено.',
    again: 'Повторить',
    drop: 'Убрать',
    typing: (names) => (names.length === 1 ? `${names[0]} пишет…` : `Пишут: ${names.join(', ')}…`),
    link: { client: 'Клиент', call: 'Звонок' },
    removeLink: 'Убрать ссылку',
    openClient: 'Открыть в 1С',
    listen: 'Прослушать',
    stopListening: 'Закрыть запись',
    call: (number) => `Позвонить ${number}`,
    toChat: 'Отправить в чат',
    toWhom: 'Кому отправить',
    aboutClient: (name) => `Приложить: ${name}`,
    newLine: (name) => `Сообщение: ${name}`,
    forgotten: 'Более ранних сообщений нет: их хранят столько дней, сколько задал администратор.',
  },
  {
    name: 'Chat',
    conversations: 'Conversations',
    begin: 'Write',
    whom: 'Whom to write to',
    whomHint: 'Name, department or number',
    nobody: 'There is no such colleague. Check the name.',
    search: 'Search the conversations',
    searchHint: 'A word of a message',
    found: 'Messages found',
    nothingFound: 'There are no such messages. Try another word.',
    nothing: 'No messages yet',
    nothingHint: 'Press “Write” and choose a colleague or your department. Whoever is away reads it on coming back.',
    loading: 'Loading…',
    department: (name) => `Department “${name}”`,
    somebody: 'A former colleague',
    own: (text) => `You: ${text}`,
    draft: (text) => `Draft: ${text}`,
    unread: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
    unreadOf: (count) => `Unread messages: ${count}`,
    back: 'Back to the conversations',
    lines: (name) => `Messages: ${name}`,
    begins: 'Nothing is written here',
    begunWith: 'Enter sends, Shift+Enter begins a new line.',
    write: 'Message',
    writeTo: (name) => `Write to ${name}`,
    send: 'Send',
    sendHint: 'Send (Enter)',
    tooLong: (by, most) => `The message is longer than ${most} characters. Take ${by} away or split it.`,
    newLines: 'New',
    toNewest: 'To the newest',
    earlier: 'Earlier messages',
    today: 'Today',
    yesterday: 'Yesterday',
    state: {
      owed: 'Being sent',
      waits: 'Goes out when the connection is back',
      sent: 'Sent',
      got: 'Delivered',
      gotBy: (count, of) => `Delivered to ${count} of ${of}`,
      read: 'Read',
      readBy: (count, of) => `Read by ${count} of ${of}`,
    },
    refused: 'Not sent.',
    again: 'Try again',
    drop: 'Take away',
    typing: (names) => (names.length === 1 ? `${names[0]} is writing…` : `Writing: ${names.join(', ')}…`),
    link: { client: 'Client', call: 'Call' },
    removeLink: 'Take the link away',
    openClient: 'Open in 1C',
    listen: 'Listen',
    stopListening: 'Close the recording',
    call: (number) => `Call ${number}`,
    toChat: 'Send to the chat',
    toWhom: 'Whom to send it to',
    aboutClient: (name) => `Attach: ${name}`,
    newLine: (name) => `Message from ${name}`,
    forgotten: 'There are no earlier messages: they are kept for as many days as the administrator has set.',
  },
)
