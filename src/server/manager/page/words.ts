import type { RuleFault } from '../../../protocol/routing.ts'
import { type Language, pair } from '../../../ui/words/language.ts'
import type { RefusalWord, SettingSource } from '../contract.ts'

type Words = {
  title: string
  skip: string
  parts: Record<'state' | 'rules' | 'people' | 'books' | 'access' | 'settings' | 'journal', string>
  otherLanguage: string
  signOut: string
  stale: string
  close: string
  cancel: string
  undo: string
  retry: string
  loading: string
  copy: string
  copied: string
  more: string
  never: string
  error: Record<RefusalWord | 'offline', string>
  signIn: {
    title: string
    password: string
    enter: string
    noPassword: string
    commands: string
    link: string
    linkWorks: string
  }
  state: {
    title: string
    pbx: string
    up: string
    mainDown: string
    mainRefused: string
    routingUp: string
    routingDown: string
    routingRefused: string
    routingOn: string
    routingOff: string
    routingFailing: string
    records: string
    recordsFault: string
    noRecords: string
    recordsAt: string
    recordsOffset: string
    bases: string
    noBases: string
    base: Record<'loading' | 'up' | 'down', string>
    loadedAt: string
    rules: string
    file: string
    savedAt: string
    fileError: Record<'missing' | 'notText' | 'unreadable' | 'unwritable', string>
    refused: (count: number) => string
    putBack: (count: number, when: string) => string
    keptAside: (path: string) => string
    line: string
    text: string
    fault: string
  }
  settings: {
    title: string
    enabled: string
    enabledHint: string
    on: string
    off: string
    lastDigits: string
    lastDigitsHint: string
    internalLength: string
    internalLengthHint: string
    from: string
    to: string
    save: string
    saved: string
    source: Record<SettingSource, string>
    configured: (value: string) => string
    reset: string
    lengthsAsk: string
    lengthsYes: string
    interactions: string
    interactionsHint: string
    interactionsOf: (base: string) => string
    keep: string
    keepHint: string
    keepChat: string
    keepRecordings: string
    days: (count: number) => string
    /** Asked before older ones are removed. */
    keepAsk: Record<'chat' | 'recordings', (days: number) => string>
    keepYes: string
    wrongNumber: (min: number, max: number) => string
    wrongOrder: string
  }
  fault: Record<RuleFault, string>
}

export const pageWords = pair<Words>(
  {
    title: 'Менеджер сервера',
    skip: 'К содержанию',
    parts: {
      state: 'Состояние',
      rules: 'Правила',
      people: 'Сотрудники',
      books: 'Книги',
      access: 'Доступ из 1С',
      settings: 'Настройки',
      journal: 'Журнал',
    },
    otherLanguage: 'English',
    signOut: 'Выйти',
    stale: 'Сервер не отвечает: показано то, что было. Страница обновится сама, когда связь вернётся.',
    close: 'Закрыть',
    cancel: 'Отмена',
    undo: 'Отменить',
    retry: 'Повторить',
    loading: 'Загружаем…',
    copy: 'Скопировать',
    copied: 'Скопировано',
    more: 'Показать ещё',
    never: 'ещё не было',
    error: {
      notSignedIn: 'Сеанс окончен. Войдите снова.',
      wrongPassword: 'Пароль не подходит. Проверьте раскладку и повторите.',
      linkOver: 'Ссылка уже использована или устарела. Получите новую командой link.',
      tooManyTries: 'Слишком много попыток. Подождите полминуты и повторите.',
      foreignPage: 'Сервер не узнал эту страницу. Обновите её; за прокси проверьте, что он передаёт Host.',
      invalidRequest: 'Сервер не понял запрос. Обновите страницу и повторите.',
      unknownBase: 'Такой базы больше нет. Обновите страницу.',
      noSuchBrowser: 'Этот браузер уже отозван. Обновите страницу.',
      noSuchOperator: 'Этого сотрудника в 1С больше нет. Обновите страницу.',
      noSuchBook: 'Этой книги больше нет. Обновите страницу.',
      noSuchToken: 'Этот токен уже отозван. Обновите страницу.',
      routingOff: 'Маршрутизация выключена. Включите её и повторите.',
      notKept: 'Сохранить не удалось. Проверьте место на диске сервера и повторите.',
      tooLarge: 'Файл больше 16 МБ. Положите его в папку файлов правил на сервере.',
      tooMany: 'Слишком много. Подождите или уберите лишнее и повторите.',
      notText: 'Это не текстовый файл. Выберите другой.',
      notFound: 'Этого на сервере нет. Обновите страницу.',
      internal: 'Что-то сломалось на сервере. Повторите, а если не поможет, посмотрите его журнал.',
      offline: 'Сервер не отвечает. Проверьте сеть и повторите.',
    },
    signIn: {
      title: 'Вход для администратора',
      password: 'Пароль',
      enter: 'Войти',
      noPassword: 'Пароль ещё не задан. Задайте его на сервере или войдите по одноразовой ссылке:',
      commands: 'Команды на сервере',
      link: 'одноразовая ссылка',
      linkWorks: 'Входим по ссылке…',
    },
    state: {
      title: 'Состояние',
      pbx: 'АТС',
      up: 'Связь с АТС есть: звонки видны, команды работают.',
      mainDown: 'АТС не отвечает. Проверьте pbx.host и pbx.port и что Asterisk работает; связь восстановится сама.',
      mainRefused:
        'АТС не принимает вход pbx.user. Сверьте имя и пароль с manager_trubka.conf и permit: он должен пускать этот сервер.',
      routingUp: 'АТС спрашивает сервер, куда направить звонок.',
      routingDown:
        'Вход для вопросов о звонках не подключён: звонки идут обычным путём. Восстановится сам вместе с АТС.',
      routingRefused:
        'АТС не принимает вход pbx.routeUser: звонки идут обычным путём. Сверьте имя, пароль и permit в manager_trubka.conf.',
      routingOn: 'Маршрутизация по таблице включена.',
      routingOff: 'Маршрутизация по таблице выключена: все звонки идут обычным путём. Файлы правил сохранены.',
      routingFailing:
        'Правила прочитать не удалось: звонки идут обычным путём, сервер пробует снова. Причина в его журнале.',
      records: 'Журнал звонков АТС',
      recordsFault:
        'Журнал звонков АТС не читается: звонки, которых сервер не видел, появятся в 1С, когда он будет прочитан.',
      noRecords: 'Журнал звонков АТС не подключён (pbx.callRecords): звонков, прошедших без сервера, в 1С не будет.',
      recordsAt: 'Последняя запись',
      recordsOffset: 'Прочитано байт',
      bases: 'Базы 1С',
      noBases: 'Баз пока нет. Опишите их в trubka.json, раздел bases, и перезапустите сервер.',
      base: { loading: 'читаем 1С…', up: '1С на связи', down: '1С не отвечает' },
      loadedAt: 'Данные 1С прочитаны',
      rules: 'Правил',
      file: 'Файл',
      savedAt: 'Записан',
      fileError: {
        missing: 'Файла не было: будет записан заново. Чтобы убрать все правила, очистите файл, а не удаляйте.',
        notText: 'Это не текстовый файл: сервер его не трогает. Верните файл правил на место.',
        unreadable: 'Файл не читается. Проверьте права на него.',
        unwritable: 'Файл не записать: правила целы и действуют. Проверьте место на диске и права.',
      },
      refused: (count) => `Строк с ошибкой в файле: ${count}. Исправьте их в файле, остальные действуют.`,
      putBack: (count, when) =>
        `Файл сохранили в редакторе, открытом раньше (${when}): правил, которых в нём ещё не было, возвращено ${count}. Лишние удалите на этой странице или строкой «номер=».`,
      keptAside: (path) =>
        `Файл сохранили поверх уже заменённого: этот текст лежит рядом, ${path}. Перенесите из него нужное.`,
      line: 'Строка',
      text: 'Текст',
      fault: 'Ошибка',
    },
    settings: {
      title: 'Настройки',
      enabled: 'Использовать маршрутизацию звонков сервером по переданной таблице',
      enabledHint: 'Выключение очищает таблицу в памяти; файлы остаются, при включении читаются снова.',
      on: 'Включена',
      off: 'Выключена',
      lastDigits: 'Последние цифры телефонного номера',
      lastDigitsHint: 'По скольким последним цифрам сравниваются номера: от 3 до 15.',
      internalLength: 'Длина внутренних номеров',
      internalLengthHint: 'От скольких до скольких цифр: от 1 до 9.',
      from: 'от',
      to: 'до',
      save: 'Записать',
      saved: 'Записано и действует.',
      source: {
        default: 'по умолчанию',
        file: 'из trubka.json',
        environment: 'из переменной среды',
        manager: 'задано здесь',
      },
      configured: (value) => `Без этой страницы было бы: ${value}`,
      reset: 'Вернуть',
      lengthsAsk:
        'Таблицы будут прочитаны заново. Правила, которые не подходят под новую длину, останутся в файлах, но действовать не будут; они вернутся вместе с прежней длиной.',
      lengthsYes: 'Применить',
      interactions: 'Количество взаимодействий до переключения',
      interactionsHint:
        'После стольких разговоров сотрудника с клиентом звонки клиента пойдут этому сотруднику. 0 = не переключать.',
      interactionsOf: (base) => `База «${base}»`,
      keep: 'Сколько хранить',
      keepHint: 'В днях; что старше, удаляется раз в сутки, и сразу, когда срок меняют. 0 = хранить всегда.',
      keepChat: 'Сообщения чата',
      keepRecordings: 'Записи разговоров',
      days: (count) => (count === 0 ? 'всегда' : `дней: ${count}`),
      keepAsk: {
        chat: (days) => `Сообщения старше ${days} дн. будут удалены сейчас и навсегда, у всех сотрудников.`,
        recordings: (days) =>
          `Записи разговоров старше ${days} дн. будут удалены из папки сейчас и навсегда. Если папку хранит и другая программа, её правила не меняются.`,
      },
      keepYes: 'Удалить и применить',
      wrongNumber: (min, max) => `Введите целое число от ${min} до ${max}.`,
      wrongOrder: '«От» не может быть больше, чем «до».',
    },
    fault: {
      notDigits: 'не вида 9035677876=103',
      numberTooShort: 'внешний номер слишком короткий',
      numberTooLong: 'внешний номер слишком длинный',
      internalTooShort: 'внутренний номер слишком короткий',
      internalTooLong: 'внутренний номер слишком длинный',
    },
  },
  {
    title: 'Server manager',
    skip: 'To the content',
    parts: {
      state: 'State',
      rules: 'Rules',
      people: 'Employees',
      books: 'Books',
      access: 'Access from 1C',
      settings: 'Settings',
      journal: 'Journal',
    },
    otherLanguage: 'Русский',
    signOut: 'Sign out',
    stale: 'The server does not answer: this is what was last known. The page catches up by itself.',
    close: 'Close',
    cancel: 'Cancel',
    undo: 'Undo',
    retry: 'Try again',
    loading: 'Loading…',
    copy: 'Copy',
    copied: 'Copied',
    more: 'Show more',
    never: 'not yet',
    error: {
      notSignedIn: 'The session is over. Sign in again.',
      wrongPassword: 'The password does not fit. Check the keyboard layout and try again.',
      linkOver: 'The link has been used or is too old. Get a new one with the command link.',
      tooManyTries: 'Too many attempts. Wait half a minute and try again.',
      foreignPage: 'The server did not recognise this page. Reload it; behind a proxy, see that it passes Host.',
      invalidRequest: 'The server did not understand the request. Reload the page and try again.',
      unknownBase: 'There is no such base any more. Reload the page.',
      noSuchBrowser: 'This browser is revoked already. Reload the page.',
      noSuchOperator: 'This employee is not in 1C any more. Reload the page.',
      noSuchBook: 'There is no such book any more. Reload the page.',
      noSuchToken: 'This token has been revoked. Reload the page.',
      routingOff: 'Routing is switched off. Switch it on and try again.',
      notKept: "It could not be kept. Check the space on the server's disk and try again.",
      tooLarge: "The file is larger than 16 MB. Put it into the server's folder of rule files.",
      tooMany: 'Too many. Wait or remove some, and try again.',
      notText: 'This is not a text file. Choose another one.',
      notFound: 'The server does not have this. Reload the page.',
      internal: 'Something broke on the server. Try again; if it stays, see its log.',
      offline: 'The server does not answer. Check the network and try again.',
    },
    signIn: {
      title: 'For the administrator',
      password: 'Password',
      enter: 'Sign in',
      noPassword: 'No password has been set. Set one on the server, or come in by a one-time link:',
      commands: 'Commands on the server',
      link: 'a one-time link',
      linkWorks: 'Signing in by the link…',
    },
    state: {
      title: 'State',
      pbx: 'PBX',
      up: 'The PBX is connected: calls are seen, commands work.',
      mainDown: 'The PBX does not answer. Check pbx.host, pbx.port and Asterisk itself; the link comes back by itself.',
      mainRefused:
        'The PBX refuses the login pbx.user. Compare name and secret with manager_trubka.conf; permit must let this server in.',
      routingUp: 'The PBX asks the server where calls go.',
      routingDown:
        'The login that is asked about calls is not connected: calls take their usual way. It comes back with the PBX.',
      routingRefused:
        'The PBX refuses the login pbx.routeUser: calls take their usual way. Compare name, secret and permit in manager_trubka.conf.',
      routingOn: 'Routing by the table is on.',
      routingOff: 'Routing by the table is off: all calls take their usual way. The files of rules are kept.',
      routingFailing:
        'The rules could not be read: calls take their usual way, the server tries again. Its log says why.',
      records: 'Call records of the PBX',
      recordsFault:
        'The PBX’s call records cannot be read: calls that the server has not seen will be in 1C once they are.',
      noRecords:
        'The PBX’s call records are not read (pbx.callRecords): calls made without the server will not be in 1C.',
      recordsAt: 'Last record',
      recordsOffset: 'Bytes read',
      bases: '1C bases',
      noBases: 'There are no bases yet. Describe them in trubka.json under bases, and restart the server.',
      base: { loading: '1C is being read…', up: '1C is connected', down: '1C does not answer' },
      loadedAt: '1C data read',
      rules: 'Rules',
      file: 'File',
      savedAt: 'Written',
      fileError: {
        missing: 'The file was gone: it is written anew. To remove all rules, empty it instead.',
        notText: 'This is not a text file: the server leaves it alone. Put the file of rules back.',
        unreadable: 'The file cannot be read. Check its permissions.',
        unwritable: 'The file cannot be written: the rules are safe and in force. Check the disk and permissions.',
      },
      refused: (count) => `Wrong lines in the file: ${count}. Mend them in the file; the others are in force.`,
      putBack: (count, when) =>
        `The file was saved by an editor opened earlier (${when}): rules that it did not have yet, put back: ${count}. Remove what is not wanted on this page or with a line “number=”.`,
      keptAside: (path) =>
        `The file was saved over one that had been replaced: that text lies beside it, ${path}. Take over what you need.`,
      line: 'Line',
      text: 'Text',
      fault: 'Fault',
    },
    settings: {
      title: 'Settings',
      enabled: 'Let the server route calls by the table it was given',
      enabledHint: 'Switching off clears the table in memory; the files stay, and are read again when switched on.',
      on: 'On',
      off: 'Off',
      lastDigits: 'Last digits of a telephone number',
      lastDigitsHint: 'By how many last digits numbers are compared: 3 to 15.',
      internalLength: 'Length of extensions',
      internalLengthHint: 'From how many digits to how many: 1 to 9.',
      from: 'from',
      to: 'to',
      save: 'Save',
      saved: 'Saved and in force.',
      source: {
        default: 'by default',
        file: 'from trubka.json',
        environment: 'from the environment',
        manager: 'set here',
      },
      configured: (value) => `Without this page it would be: ${value}`,
      reset: 'Put back',
      lengthsAsk:
        'The tables will be read anew. Rules that do not fit the new length stay in the files, but are not in force; they come back with the former length.',
      lengthsYes: 'Apply',
      interactions: 'Talks until calls are routed',
      interactionsHint:
        'After so many talks of an employee with a client, the calls of the client go to that employee. 0 = never.',
      interactionsOf: (base) => `Base “${base}”`,
      keep: 'How long to keep',
      keepHint: 'In days; what is older is removed once a day, and at once when this is changed. 0 = keep for ever.',
      keepChat: 'Chat messages',
      keepRecordings: 'Call recordings',
      days: (count) => (count === 0 ? 'for ever' : `days: ${count}`),
      keepAsk: {
        chat: (days) => `Messages older than ${days} days will be removed now and for good, for all employees.`,
        recordings: (days) =>
          `Recordings older than ${days} days will be removed from the folder now and for good. Rules of other programs that keep the folder do not change.`,
      },
      keepYes: 'Remove and apply',
      wrongNumber: (min, max) => `Enter a whole number from ${min} to ${max}.`,
      wrongOrder: '“From” cannot be more than “to”.',
    },
    fault: {
      notDigits: 'not of the form 9035677876=103',
      numberTooShort: 'the number is too short',
      numberTooLong: 'the number is too long',
      internalTooShort: 'the extension is too short',
      internalTooLong: 'the extension is too long',
    },
  },
)

export type PageWords = (typeof pageWords)[Language]
