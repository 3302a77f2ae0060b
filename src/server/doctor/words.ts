export type Language = 'ru' | 'en'

export type DoctorWords = {
  states: Record<'right' | 'doubtful' | 'wrong', string>
  allRight: string
  notRight: (wrong: number, doubtful: number) => string
  // this machine
  nodeRight: (version: string) => string
  nodeOld: (version: string) => string
  sqliteRight: string
  sqliteWrong: (why: string) => string
  clockRight: string
  clockWrong: (moment: string) => string
  // files
  folderRight: (path: string) => string
  folderToBeMade: (path: string) => string
  folderMissing: (path: string) => string
  folderNotWritable: (path: string) => string
  folderNotReadable: (path: string) => string
  othersMayRead: (path: string) => string
  spaceLow: (path: string, megabytes: number) => string
  noKeyYet: string
  // ports
  running: (address: string) => string
  portFree: (port: number) => string
  portTaken: (port: number) => string
  portRefused: (address: string, why: string) => string
  onlyHere: string
  // PBX
  pbxAway: (address: string) => string
  pbxRefuses: (user: string) => string
  pbxRight: (user: string, version: string) => string
  pbxSlow: string
  pbxClock: (seconds: number) => string
  dialplanRight: string
  dialplanMissing: string
  dialplanOld: (context: string) => string
  outboundRight: (context: string) => string
  outboundDoubtful: (context: string) => string
  // 1C
  noBases: string
  baseRight: string
  baseAway: (why: string) => string
  baseRefuses: (user: string) => string
  baseForbids: (user: string) => string
  baseNotPublished: string
  baseOther: (why: string) => string
  baseLacks: (names: string) => string
  baseDoesWithout: (part: string, names: string) => string
  baseClock: (seconds: number) => string
  certificateRight: (days: number) => string
  certificateEnds: (days: number) => string
  certificateUntrusted: (why: string) => string
  plainHttp: string
}

/** «Что случилось. Что сделать.» */
export const DOCTOR_WORDS: Record<Language, DoctorWords> = {
  ru: {
    states: { right: 'хорошо', doubtful: 'внимание', wrong: 'ОШИБКА' },
    allRight: 'Всё в порядке.',
    notRight: (wrong, doubtful) => `Ошибок: ${wrong}, замечаний: ${doubtful}. Исправьте и запустите doctor ещё раз.`,
    nodeRight: (version) => `версия ${version}`,
    nodeOld: (version) => `Версия ${version} слишком старая. Установите Node 20.19 или новее.`,
    sqliteRight: 'библиотека SQLite загружается',
    sqliteWrong: (why) => `Библиотека SQLite не загружается: ${why}. Выполните npm ci на этой машине.`,
    clockRight: 'часы идут',
    clockWrong: (moment) => `Часы этой машины показывают ${moment}. Включите синхронизацию времени (NTP).`,
    folderRight: (path) => `${path}: есть, доступна`,
    folderToBeMade: (path) => `${path}: появится при первом запуске`,
    folderMissing: (path) => `Папки или файла ${path} нет. Создайте или исправьте путь в настройках.`,
    folderNotWritable: (path) =>
      `В ${path} нельзя писать. Дайте право записи пользователю, от которого работает сервер.`,
    folderNotReadable: (path) =>
      `${path} нельзя прочитать. Дайте право чтения пользователю, от которого работает сервер.`,
    othersMayRead: (path) =>
      `${path} могут читать другие пользователи. Оставьте права только владельцу: chmod go= ${path}`,
    spaceLow: (path, megabytes) => `На диске с ${path} осталось ${megabytes} МБ. Освободите место.`,
    noKeyYet: 'ключ сервера появится при первом запуске',
    running: (address) => `сервер работает на ${address}`,
    portFree: (port) => `порт ${port} свободен, сервер не запущен`,
    portTaken: (port) => `Порт ${port} занят другой программой. Остановите её или укажите другой listen.port.`,
    portRefused: (address, why) => `На ${address} слушать нельзя (${why}). Исправьте listen.host или listen.port.`,
    onlyHere: 'Сервер слушает только эту машину. Операторам нужен обратный прокси перед ним или listen.host 0.0.0.0.',
    pbxAway: (address) =>
      `АТС не отвечает на ${address}. Проверьте pbx.host и pbx.port, в manager.conf enabled и bindaddr, межсетевой экран.`,
    pbxRefuses: (user) => `АТС не пускает «${user}». Проверьте имя, пароль и permit в manager_trubka.conf.`,
    pbxRight: (user, version) => `«${user}» входит, Asterisk ${version}`,
    pbxSlow: 'АТС вошла, но не ответила на вопрос. Проверьте read и write этого входа в manager_trubka.conf.',
    pbxClock: (seconds) =>
      `Часы АТС расходятся с нашими на ${seconds} с. Включите синхронизацию времени (NTP) на обеих машинах.`,
    dialplanRight: 'extensions_trubka.conf подключён',
    dialplanMissing:
      'В диалплане нет контекстов Трубки. Подключите extensions_trubka.conf в конце extensions.conf и выполните dialplan reload.',
    dialplanOld: (context) =>
      `В диалплане нет контекста ${context}: файл старый. Возьмите extensions_trubka.conf этой версии и выполните dialplan reload.`,
    outboundRight: (context) => `контекст ${context} набирает городские номера`,
    outboundDoubtful: (context) =>
      `Контекст ${context} не знает номеров вида 79990000000 и +79990000000. Проверьте pbx.outboundContext и его шаблоны.`,
    noBases: 'Нет ни одной базы 1С: имена звонящих не узнаются. Добавьте раздел bases.',
    baseRight: 'OData отвечает, нужное опубликовано',
    baseAway: (why) => `1С не отвечает: ${why}. Проверьте odata.url, публикацию и сеть.`,
    baseRefuses: (user) => `1С не пускает пользователя «${user}». Проверьте odata.user и odata.password.`,
    baseForbids: (user) => `У пользователя «${user}» нет права на OData. Дайте ему роль с удалённым доступом OData.`,
    baseNotPublished: 'По этому адресу нет OData. Опубликуйте стандартный интерфейс OData и проверьте odata.url.',
    baseOther: (why) => `1С ответила неожиданно: ${why}. Проверьте odata.url.`,
    baseLacks: (names) =>
      `В интерфейсе OData нет: ${names}. Добавьте в «Состав стандартного интерфейса OData», дайте право чтения.`,
    baseDoesWithout: (part, names) =>
      `Без ${names} не работает часть «${part}». Добавьте в состав OData, если она нужна.`,
    baseClock: (seconds) =>
      `Часы сервера 1С расходятся с нашими на ${seconds} с. Включите синхронизацию времени (NTP).`,
    certificateRight: (days) => `сертификат действует ещё ${days} дн.`,
    certificateEnds: (days) => `Сертификат кончается через ${days} дн. Обновите его.`,
    certificateUntrusted: (why) =>
      `Сертификату нельзя доверять (${why}). Укажите корневой сертификат в NODE_EXTRA_CA_CERTS или замените сертификат.`,
    plainHttp: 'Пароль 1С уходит без шифрования. Опубликуйте базу по https, если сервер 1С на другой машине.',
  },
  en: {
    states: { right: 'ok', doubtful: 'warning', wrong: 'WRONG' },
    allRight: 'All is well.',
    notRight: (wrong, doubtful) => `Faults: ${wrong}, warnings: ${doubtful}. Mend them and run doctor again.`,
    nodeRight: (version) => `version ${version}`,
    nodeOld: (version) => `Version ${version} is too old. Install Node 20.19 or newer.`,
    sqliteRight: 'the SQLite library loads',
    sqliteWrong: (why) => `The SQLite library does not load: ${why}. Run npm ci on this machine.`,
    clockRight: 'the clock goes',
    clockWrong: (moment) => `The clock of this machine says ${moment}. Switch on time synchronisation (NTP).`,
    folderRight: (path) => `${path}: there, and of use`,
    folderToBeMade: (path) => `${path}: made at the first start`,
    folderMissing: (path) => `${path} is missing. Make it, or mend the path in the settings.`,
    folderNotWritable: (path) => `${path} cannot be written to. Let the user that the server runs as write there.`,
    folderNotReadable: (path) => `${path} cannot be read. Let the user that the server runs as read it.`,
    othersMayRead: (path) => `Other users may read ${path}. Leave it to its owner: chmod go= ${path}`,
    spaceLow: (path, megabytes) => `The disk of ${path} has ${megabytes} MB left. Make room.`,
    noKeyYet: 'the server’s key is made at the first start',
    running: (address) => `the server runs at ${address}`,
    portFree: (port) => `port ${port} is free, the server does not run`,
    portTaken: (port) => `Port ${port} is in use by another program. Stop it, or name another listen.port.`,
    portRefused: (address, why) => `${address} cannot be listened on (${why}). Mend listen.host or listen.port.`,
    onlyHere:
      'Only this machine can reach the server. Operators need a reverse proxy before it, or listen.host 0.0.0.0.',
    pbxAway: (address) =>
      `The PBX does not answer at ${address}. Look at pbx.host and pbx.port, enabled and bindaddr in manager.conf, and the firewall.`,
    pbxRefuses: (user) => `The PBX does not let “${user}” in. Look at name, secret and permit in manager_trubka.conf.`,
    pbxRight: (user, version) => `“${user}” is let in, Asterisk ${version}`,
    pbxSlow:
      'The PBX let us in, and did not answer a question. Look at read and write of this login in manager_trubka.conf.',
    pbxClock: (seconds) =>
      `The clock of the PBX is ${seconds} s from ours. Switch on time synchronisation (NTP) on both machines.`,
    dialplanRight: 'extensions_trubka.conf is included',
    dialplanMissing:
      'The dialplan has no contexts of Trubka. Include extensions_trubka.conf at the end of extensions.conf, and run dialplan reload.',
    dialplanOld: (context) =>
      `The dialplan has no context ${context}: the file is old. Take extensions_trubka.conf of this version, and run dialplan reload.`,
    outboundRight: (context) => `the context ${context} dials numbers outside`,
    outboundDoubtful: (context) =>
      `The context ${context} knows neither 79990000000 nor +79990000000. Look at pbx.outboundContext and its patterns.`,
    noBases: 'There is no base of 1C: nobody who calls is known. Add the section bases.',
    baseRight: 'OData answers, what is needed is published',
    baseAway: (why) => `1C does not answer: ${why}. Look at odata.url, the publication and the network.`,
    baseRefuses: (user) => `1C does not let the user “${user}” in. Look at odata.user and odata.password.`,
    baseForbids: (user) => `The user “${user}” may not use OData. Give it a role with remote access by OData.`,
    baseNotPublished: 'There is no OData at this address. Publish the standard OData interface, and look at odata.url.',
    baseOther: (why) => `1C has answered something else: ${why}. Look at odata.url.`,
    baseLacks: (names) =>
      `The OData interface lacks ${names}. Add it to the composition («Состав стандартного интерфейса OData»), and grant the right to read it.`,
    baseDoesWithout: (part, names) =>
      `Without ${names} the part “${part}” does not work. Add it to the composition if you need it.`,
    baseClock: (seconds) => `The clock of 1C’s server is ${seconds} s from ours. Switch on time synchronisation (NTP).`,
    certificateRight: (days) => `the certificate is valid for ${days} more days`,
    certificateEnds: (days) => `The certificate ends in ${days} days. Renew it.`,
    certificateUntrusted: (why) =>
      `The certificate cannot be trusted (${why}). Name its root in NODE_EXTRA_CA_CERTS, or replace it.`,
    plainHttp: 'The password of 1C goes unencrypted. Publish the base by https if 1C is on another machine.',
  },
}

/** As the system speaks. Windows has no LANG. */
export function systemLanguage(environment: NodeJS.ProcessEnv = process.env): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = environment
  const named = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '')
  const spoken = named ?? Intl.DateTimeFormat().resolvedOptions().locale
  return /^ru/i.test(spoken) ? 'ru' : 'en'
}
