import type { Role } from '../../../protocol/role.ts'
import { pair } from '../../../ui/words/language.ts'

type Words = {
  rules: {
    title: string
    base: string
    search: string
    searchHint: string
    found: (count: number) => string
    none: string
    noneFound: string
    off: string
    noBases: string
    number: string
    target: string
    whose: string
    nobody: string
    actions: string
    add: string
    addTitle: string
    change: string
    changeTitle: string
    remove: string
    history: string
    of: (what: string, number: string) => string
    save: string
    numberHint: string
    added: (number: string, target: string) => string
    changed: (number: string, target: string) => string
    removed: (number: string) => string
    undone: string
    historyTitle: (number: string) => string
    importFile: string
    exportFile: string
  }
  importing: {
    title: string
    file: string
    hint: string
    reading: string
    added: string
    changed: string
    removed: string
    same: string
    refused: string
    nothing: string
    before: string
    after: string
    first: (count: number) => string
    run: (count: number) => string
    running: string
    done: (written: number, same: number) => string
  }
  people: {
    title: string
    search: string
    name: string
    department: string
    number: string
    line: string
    browsers: string
    browsersOf: (name: string) => string
    unnamedBrowser: string
    paired: string
    seen: string
    revoke: string
    revokeOf: (browser: string) => string
    revoked: string
    role: string
    roleOf: (name: string) => string
    roles: Record<Role, string>
    roleGiven: string
    none: string
    noneFound: string
    noNumber: string
    unknownLine: string
    code: string
    codeFor: (name: string) => string
    codeHint: (time: string) => string
  }
  access: {
    title: string
    intro: string
    name: string
    nameHint: string
    make: string
    madeTitle: string
    madeHint: string
    address: string
    none: string
    madeAt: string
    usedAt: string
    revoke: string
    revokeOf: (name: string) => string
    revokeAsk: (name: string) => string
    revoked: string
    unnamed: string
  }
}

export const partWords = pair<Words>(
  {
    rules: {
      title: 'Правила',
      base: 'База',
      search: 'Поиск по части номера',
      searchHint: 'Например, 5677',
      found: (count) => `Правил: ${count.toLocaleString('ru')}`,
      none: 'Правил пока нет. Они появятся, когда в карточке 1С выберут «Переключение звонков на:», или добавьте первое здесь.',
      noneFound: 'Таких номеров в таблице нет. Проверьте цифры.',
      off: 'Маршрутизация выключена, таблица не загружена. Включите её в настройках.',
      noBases: 'Баз пока нет. Опишите их в trubka.json и перезапустите сервер.',
      number: 'Внешний номер',
      target: 'Внутренний',
      whose: 'Сотрудник',
      nobody: 'в 1С такого номера нет',
      actions: 'Действия',
      add: 'Добавить правило',
      addTitle: 'Новое правило',
      change: 'Изменить',
      changeTitle: 'Изменить правило',
      remove: 'Удалить',
      history: 'История',
      of: (what, number) => `${what}: ${number}`,
      save: 'Записать',
      numberHint: 'Номер клиента в любом виде',
      added: (number, target) => `Звонки с ${number} пойдут на ${target}.`,
      changed: (number, target) => `Звонки с ${number} теперь пойдут на ${target}.`,
      removed: (number) => `Правило для ${number} удалено.`,
      undone: 'Вернули как было.',
      historyTitle: (number) => `Кто и когда писал правило для ${number}`,
      importFile: 'Загрузить из файла',
      exportFile: 'Скачать файл',
    },
    importing: {
      title: 'Загрузка правил из файла',
      file: 'Файл .roustable или .csv',
      hint: 'Строки вида 9035677876=103 или таблица: номер; внутренний номер. Сначала покажем, что изменится.',
      reading: 'Читаем файл…',
      added: 'Добавится',
      changed: 'Изменится',
      removed: 'Удалится',
      same: 'Без изменений',
      refused: 'С ошибкой, будут пропущены',
      nothing: 'Файл ничего не меняет. Выберите другой.',
      before: 'Было',
      after: 'Станет',
      first: (count) => `Первые ${count}`,
      run: (count) => `Записать изменения (${count.toLocaleString('ru')})`,
      running: 'Записываем…',
      done: (written, same) =>
        `Записано правил: ${written.toLocaleString('ru')}, без изменений: ${same.toLocaleString('ru')}.`,
    },
    people: {
      title: 'Сотрудники',
      search: 'Имя, отдел или номер',
      name: 'Имя',
      department: 'Отдел',
      number: 'Номер',
      line: 'Линия',
      browsers: 'Браузеров подключено',
      browsersOf: (name) => `Браузеры: ${name}`,
      unnamedBrowser: 'браузер без названия',
      paired: 'подключён',
      seen: 'входил',
      revoke: 'Отозвать',
      revokeOf: (browser) => `Отозвать: ${browser}`,
      revoked: 'Браузер отозван, его соединения закрыты. Чтобы вернуть его, нужен новый код подключения.',
      role: 'Роль',
      roleOf: (name) => `Роль: ${name}`,
      roles: { operator: 'оператор', supervisor: 'руководитель', administrator: 'администратор' },
      roleGiven: 'Роль изменена.',
      none: '1С ещё не рассказала о сотрудниках. Проверьте базы на странице «Состояние».',
      noneFound: 'Никого не нашли. Проверьте, что введено.',
      noNumber: 'нет номера',
      unknownLine: 'неизвестно',
      code: 'Код подключения',
      codeFor: (name) => `Код подключения: ${name}`,
      codeHint: (time) =>
        `Действует один раз, до ${time}. Прежний код этого сотрудника больше не действует. После закрытия окна код не увидеть.`,
    },
    access: {
      title: 'Доступ из 1С',
      intro: 'С токеном решения на стороне 1С передают правила по HTTP. У каждой базы токены свои.',
      name: 'Для чего',
      nameHint: 'Например, ночной обмен',
      make: 'Создать токен',
      madeTitle: 'Новый токен',
      madeHint: 'Скопируйте его сейчас: сервер хранит только хэш и больше не покажет.',
      address: 'Адрес для запросов',
      none: 'Токенов нет: правила по HTTP не принимаются.',
      madeAt: 'создан',
      usedAt: 'последний запрос',
      revoke: 'Отозвать',
      revokeOf: (name) => `Отозвать токен «${name}»`,
      revokeAsk: (name) =>
        `Программы с токеном «${name}» больше не смогут писать правила. Отозвать? Вернуть его нельзя, только создать новый.`,
      revoked: 'Токен отозван.',
      unnamed: 'без названия',
    },
  },
  {
    rules: {
      title: 'Rules',
      base: 'Base',
      search: 'Search by part of a number',
      searchHint: 'For example 5677',
      found: (count) => `Rules: ${count.toLocaleString('en')}`,
      none: 'There are no rules yet. They appear when “Forward calls to” is chosen in a 1C card, or add the first one here.',
      noneFound: 'The table has no such numbers. Check the digits.',
      off: 'Routing is switched off, the table is not loaded. Switch it on in the settings.',
      noBases: 'There are no bases yet. Describe them in trubka.json and restart the server.',
      number: 'Number',
      target: 'Extension',
      whose: 'Employee',
      nobody: '1C has no such extension',
      actions: 'Actions',
      add: 'Add a rule',
      addTitle: 'New rule',
      change: 'Change',
      changeTitle: 'Change a rule',
      remove: 'Remove',
      history: 'History',
      of: (what, number) => `${what}: ${number}`,
      save: 'Save',
      numberHint: "The client's number in any form",
      added: (number, target) => `Calls from ${number} will go to ${target}.`,
      changed: (number, target) => `Calls from ${number} will go to ${target} now.`,
      removed: (number) => `The rule for ${number} has been removed.`,
      undone: 'It is as it was.',
      historyTitle: (number) => `Who wrote the rule for ${number}, and when`,
      importFile: 'Load from a file',
      exportFile: 'Download the file',
    },
    importing: {
      title: 'Load rules from a file',
      file: 'A .roustable or .csv file',
      hint: 'Lines such as 9035677876=103, or a table: number; extension. You see first what would change.',
      reading: 'Reading the file…',
      added: 'To be added',
      changed: 'To be changed',
      removed: 'To be removed',
      same: 'Unchanged',
      refused: 'Wrong, to be left out',
      nothing: 'The file changes nothing. Choose another one.',
      before: 'Before',
      after: 'After',
      first: (count) => `The first ${count}`,
      run: (count) => `Write the changes (${count.toLocaleString('en')})`,
      running: 'Writing…',
      done: (written, same) =>
        `Rules written: ${written.toLocaleString('en')}, unchanged: ${same.toLocaleString('en')}.`,
    },
    people: {
      title: 'Employees',
      search: 'Name, department or number',
      name: 'Name',
      department: 'Department',
      number: 'Extension',
      line: 'Line',
      browsers: 'Browsers connected',
      browsersOf: (name) => `Browsers: ${name}`,
      unnamedBrowser: 'a browser without a name',
      paired: 'connected',
      seen: 'signed in',
      revoke: 'Revoke',
      revokeOf: (browser) => `Revoke: ${browser}`,
      revoked: 'The browser is revoked, its connections are closed. It needs a new connection code to come back.',
      role: 'Role',
      roleOf: (name) => `Role: ${name}`,
      roles: { operator: 'operator', supervisor: 'supervisor', administrator: 'administrator' },
      roleGiven: 'The role was changed.',
      none: '1C has not told about employees yet. See the bases on the page “State”.',
      noneFound: 'Nobody found. Check what was entered.',
      noNumber: 'no extension',
      unknownLine: 'not known',
      code: 'Connection code',
      codeFor: (name) => `Connection code: ${name}`,
      codeHint: (time) =>
        `Good once, until ${time}. An earlier code of this employee is over. It is not shown again after this window.`,
    },
    access: {
      title: 'Access from 1C',
      intro: 'With a token, solutions on the 1C side send rules over HTTP. Each base has its own tokens.',
      name: 'What for',
      nameHint: 'For example the nightly exchange',
      make: 'Make a token',
      madeTitle: 'New token',
      madeHint: 'Copy it now: the server keeps only a hash and does not show it again.',
      address: 'Address for requests',
      none: 'There are no tokens: no rules are taken over HTTP.',
      madeAt: 'made',
      usedAt: 'last request',
      revoke: 'Revoke',
      revokeOf: (name) => `Revoke the token “${name}”`,
      revokeAsk: (name) =>
        `Programs with the token “${name}” will write no more rules. Revoke it? It cannot be brought back, only replaced.`,
      revoked: 'The token has been revoked.',
      unnamed: 'without a name',
    },
  },
)
