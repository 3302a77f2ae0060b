import { pair } from './language.ts'

export type IntakeWords = {
  title: string
  /** Of several that are open. */
  open: string
  from: (name: string) => string
  close: string
  collapse: string
  expand: (who: string) => string
  who: string
  search: string
  searchHint: string
  searching: string
  several: string
  nobody: string
  chooseClient: string
  chosenClient: string
  newClient: string
  newClientTitle: string
  name: string
  company: string
  email: string
  phone: string
  base: string
  why: string
  interests: string
  interestsLoading: string
  newInterest: string
  interest: (number: string, topic: string) => string
  service: string
  noService: string
  topic: string
  lastTimes: string
  manager: string
  noManager: string
  nobodyChosen: string
  transfer: string
  transferHint: (name: string) => string
  mobile: (number: string) => string
  busy: string
  quiet: string
  noPhone: string
  redirect: string
  redirectTitle: string
  redirectHint: string
  redirectFits: (service: string) => string
  redirectNobody: string
  redirectAll: string
  noDepartment: string
  consulting: string
  back: string
  inVain: (why: string) => string
  whatToDo: string
  whatToDoHint: string
  description: string
  knowledge: string
  knowledgeHint: string
  knowledgeNothing: string
  openArticle: (title: string) => string
  openInterest: string
  accept: string
  acceptKey: string
  hangUp: string
  hangUpTransfers: (name: string) => string
  ask: string
  yes: string
  no: string
  accepting: string
  accepted: string
  saving: string
  registered: string
  delayed: string
  unsent: string
  refused: (why: string) => string
  copy: string
  copied: string
  notInOneC: string
  dismissed: string
  undo: string
  whoMissing: string
  emailWrong: string
  phoneWrong: string
  topicMissing: string
  byHand: string
  notices: string
  noticeFrom: (name: string, time: string) => string
  noticeOpen: string
  noticeNotYet: string
  noticeCall: string
  seen: string
  showHere: string
}

export const intakeWords = pair<IntakeWords>(
  {
    title: 'Мастер принятия обращения',
    open: 'Открытые обращения',
    from: (name) => `Начал ${name}: введённое им уже здесь.`,
    close: 'Закрыть без записи',
    collapse: 'Свернуть',
    expand: (who) => `Обращение: ${who}`,
    who: 'Кто обратился',
    search: 'Поиск клиента',
    searchHint: 'Номер или имя',
    searching: 'Ищем в 1С…',
    several: 'Нашли несколько. Спросите, кто звонит, и выберите.',
    nobody: 'В 1С никого не нашли. Заполните, что известно.',
    chooseClient: 'Найденные клиенты',
    chosenClient: 'Выбран',
    newClient: 'Новый клиент',
    newClientTitle: 'Потенциальный клиент',
    name: 'Имя',
    company: 'Компания',
    email: 'Email',
    phone: 'Телефон',
    base: 'База 1С',
    why: 'С чем обратился',
    interests: 'Интересы клиента',
    interestsLoading: 'Читаем интересы из 1С…',
    newInterest: 'Новый интерес',
    interest: (number, topic) => (number === '' ? topic : `${topic} (${number})`),
    service: 'Тип услуги',
    noService: 'Не выбран',
    topic: 'Тема',
    lastTimes: 'Последние обращения',
    manager: 'Кому передать',
    noManager: 'Менеджер не выбран',
    nobodyChosen: 'Нажмите «Перенаправить» и выберите, кому передать обращение.',
    transfer: 'Перевод звонка',
    transferHint: (name) => `Позвонить: ${name}. Клиент услышит музыку`,
    mobile: (number) => `На мобильный ${number}`,
    busy: 'Линия занята. Заполните «Что сделать» или перенаправьте.',
    quiet: 'Сотрудник просит не беспокоить. Заполните «Что сделать» или перенаправьте.',
    noPhone: 'По внутреннему номеру не дозвониться. Заполните «Что сделать» или перенаправьте.',
    redirect: 'Перенаправить',
    redirectTitle: 'Выбор менеджера по подразделениям',
    redirectHint: 'Имя, отдел или номер',
    redirectFits: (service) => `Только подразделения, которые оказывают услугу «${service}»`,
    redirectNobody: 'Никого не нашли. Выберите другой «Тип услуги» или покажите всех.',
    redirectAll: 'Показать всех',
    noDepartment: 'Без подразделения',
    consulting: 'Перевод звонка',
    back: 'Вернуться к клиенту',
    inVain: (why) => `${why}. Клиент снова с вами: заполните «Что сделать» или перенаправьте.`,
    whatToDo: 'Что сделать',
    whatToDoHint: 'Чего ждёт клиент',
    description: 'Описание',
    knowledge: 'База знаний',
    knowledgeHint: 'Поиск в базе знаний',
    knowledgeNothing: 'В базе знаний ничего не нашли. Спросите иначе.',
    openArticle: (title) => `Открыть в 1С: ${title}`,
    openInterest: 'Открывать интерес',
    accept: 'Принять обращение',
    acceptKey: 'Принять обращение (Ctrl+Enter)',
    hangUp: 'Положить трубку',
    hangUpTransfers: (name) => `Соединить клиента: ${name}`,
    ask: 'Принять обращение?',
    yes: 'ДА',
    no: 'ОТМЕНА',
    accepting: 'Записываем…',
    accepted: 'Обращение принято.',
    saving: 'Обращение принято. Записываем в 1С…',
    registered: 'Обращение записано в 1С.',
    delayed: '1С не отвечает. Обращение сохранено и будет записано, когда она ответит.',
    unsent: 'Нет связи с сервером. Обращение сохранено и будет записано, когда она появится.',
    refused: (why) =>
      `1С не приняла обращение${why === '' ? '' : ` (${why})`}. Оно сохранено, мы повторяем. Скажите администратору; если ждать нельзя, скопируйте обращение и запишите его в 1С сами.`,
    copy: 'Скопировать',
    copied: 'Скопировано',
    notInOneC: 'Ещё не в 1С',
    dismissed: 'Мастер закрыт, ничего не записано.',
    undo: 'Вернуть',
    whoMissing: 'Неизвестно, кто обратился. Введите имя, компанию или телефон.',
    emailWrong: 'Адрес неполный. Введите его целиком, с @.',
    phoneWrong: 'В телефоне нет номера. Введите цифры.',
    topicMissing: 'Неизвестно, с чем обратились. Заполните «Тема» или «Что сделать».',
    byHand: 'Обращение',
    notices: 'Обращения для вас',
    noticeFrom: (name, time) => `${time}, принял ${name}`,
    noticeOpen: 'Открыть',
    noticeNotYet: 'Ещё записывается в 1С',
    noticeCall: 'Позвонить',
    seen: 'Понятно',
    showHere: 'Показать здесь',
  },
  {
    title: 'Request intake',
    open: 'Open requests',
    from: (name) => `Begun by ${name}: what was typed is here already.`,
    close: 'Close without saving',
    collapse: 'Collapse',
    expand: (who) => `Request: ${who}`,
    who: 'Who it is',
    search: 'Find the client',
    searchHint: 'Number or name',
    searching: 'Searching in 1C…',
    several: 'Several were found. Ask who is calling and choose.',
    nobody: 'Nobody was found in 1C. Fill in what is known.',
    chooseClient: 'Clients found',
    chosenClient: 'Chosen',
    newClient: 'New client',
    newClientTitle: 'Potential client',
    name: 'Name',
    company: 'Company',
    email: 'Email',
    phone: 'Phone',
    base: '1C base',
    why: 'What about',
    interests: 'Interests of the client',
    interestsLoading: 'Reading interests from 1C…',
    newInterest: 'New interest',
    interest: (number, topic) => (number === '' ? topic : `${topic} (${number})`),
    service: 'Service type',
    noService: 'Not chosen',
    topic: 'Topic',
    lastTimes: 'Last contacts',
    manager: 'Who takes it',
    noManager: 'No manager chosen',
    nobodyChosen: 'Press “Redirect” and choose who is to have the request.',
    transfer: 'Transfer the call',
    transferHint: (name) => `Call ${name}. The client will hear music`,
    mobile: (number) => `To the mobile ${number}`,
    busy: 'The line is busy. Fill in “What to do” or redirect.',
    quiet: 'The colleague does not want to be disturbed. Fill in “What to do” or redirect.',
    noPhone: 'The extension cannot be reached. Fill in “What to do” or redirect.',
    redirect: 'Redirect',
    redirectTitle: 'Managers by department',
    redirectHint: 'Name, department or number',
    redirectFits: (service) => `Only departments that render “${service}”`,
    redirectNobody: 'Nobody found. Choose another service type or show everybody.',
    redirectAll: 'Show everybody',
    noDepartment: 'No department',
    consulting: 'Call transfer',
    back: 'Back to the client',
    inVain: (why) => `${why}. The client is with you again: fill in “What to do” or redirect.`,
    whatToDo: 'What to do',
    whatToDoHint: 'What the client expects',
    description: 'Description',
    knowledge: 'Knowledge base',
    knowledgeHint: 'Search the knowledge base',
    knowledgeNothing: 'Nothing found in the knowledge base. Ask another way.',
    openArticle: (title) => `Open in 1C: ${title}`,
    openInterest: 'Open the interest',
    accept: 'Accept the request',
    acceptKey: 'Accept the request (Ctrl+Enter)',
    hangUp: 'Hang up',
    hangUpTransfers: (name) => `Connect the client with ${name}`,
    ask: 'Accept the request?',
    yes: 'YES',
    no: 'CANCEL',
    accepting: 'Saving…',
    accepted: 'The request is accepted.',
    saving: 'The request is accepted. Writing it to 1C…',
    registered: 'The request is in 1C.',
    delayed: '1C does not answer. The request is kept and will be written when it does.',
    unsent: 'No connection to the server. The request is kept and will be written when there is one.',
    refused: (why) =>
      `1C did not take the request${why === '' ? '' : ` (${why})`}. It is kept and tried again. Tell the administrator; if it cannot wait, copy the request and enter it in 1C yourself.`,
    copy: 'Copy',
    copied: 'Copied',
    notInOneC: 'Not in 1C yet',
    dismissed: 'The intake is closed, nothing was saved.',
    undo: 'Bring back',
    whoMissing: 'It is not known who asks. Enter a name, a company or a phone.',
    emailWrong: 'The address is not whole. Enter all of it, with the @.',
    phoneWrong: 'There is no number in the phone. Enter digits.',
    topicMissing: 'It is not known what it is about. Fill in “Topic” or “What to do”.',
    byHand: 'Request',
    notices: 'Requests for you',
    noticeFrom: (name, time) => `${time}, accepted by ${name}`,
    noticeOpen: 'Open',
    noticeNotYet: 'Still being saved in 1C',
    noticeCall: 'Call',
    seen: 'Got it',
    showHere: 'Show here',
  },
)
