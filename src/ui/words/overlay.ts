import { pair } from './language.ts'

type OverlayWords = {
  calls: string
  close: string
  move: string
  moveHow: string
  more: (count: number) => string
  announce: (state: string, who: string) => string
  /** Beside the field «Переключение звонков на» (SPEC C6): what is wrong. what to do. */
  noNumber: (user: string) => string
  sharedName: (user: string) => string
  unknownUser: (user: string) => string
  notLoaded: string
  notConnected: string
  later: string
  forwardTo: (number: string, department: string) => string
  /** Our own command beside the field (SPEC C7). */
  forwardCalls: string
  forwardWhom: string
  nobodyToForward: string
  chosen: (user: string) => string
  chosenCopied: (user: string) => string
  ruleNotSent: string
  ruleRefused: (lines: string) => string
}

export const overlayWords = pair<OverlayWords>(
  {
    calls: 'Звонки',
    close: 'Закрыть',
    move: 'Переместить',
    moveHow: 'Мышью или стрелками; Home вернёт на место',
    more: (count) => `ещё ${count}`,
    announce: (state, who) => `${state}: ${who}`,
    noNumber: (user) => `У пользователя ${user} нет внутреннего номера. Выберите другого.`,
    sharedName: (user) => `Пользователей с именем ${user} несколько. Выберите, кому переключать звонки.`,
    later: 'Нет связи с сервером телефонии. Переключение звонков заработает, когда она появится.',
    forwardCalls: 'Перевод звонков',
    forwardWhom: 'Кому переключать звонки',
    nobodyToForward: 'Никого с внутренним номером не нашли. Введите имя иначе.',
    chosen: (user) => `Выберите в поле: ${user}. Потом запишите карточку.`,
    chosenCopied: (user) => `Имя скопировано. Вставьте его в поле (Ctrl+V), выберите ${user} и запишите карточку.`,
    forwardTo: (number, department) => `Переключать на ${number}${department && `, ${department}`}`,
    unknownUser: (user) => `Пользователя ${user} нет среди сотрудников телефонии. Выберите другого.`,
    notLoaded: 'Список сотрудников из 1С ещё не получен. Запишите карточку ещё раз через несколько минут.',
    notConnected: 'Нет связи с сервером телефонии. Запишите карточку ещё раз, когда связь появится.',
    ruleNotSent: 'Переключение звонков не передано на сервер. Запишите карточку ещё раз.',
    ruleRefused: (lines) => `Переключение звонков не записано: ${lines}. Проверьте номера или скажите администратору.`,
  },
  {
    calls: 'Calls',
    close: 'Close',
    move: 'Move',
    moveHow: 'With the mouse or the arrow keys; Home puts it back',
    more: (count) => `${count} more`,
    announce: (state, who) => `${state}: ${who}`,
    noNumber: (user) => `${user} has no extension number. Choose somebody else.`,
    sharedName: (user) => `Several users are named ${user}. Choose whom the calls go to.`,
    later: 'No connection to the phone server. The call forwarding will work once there is one.',
    forwardCalls: 'Forward calls',
    forwardWhom: 'Forward calls to whom',
    nobodyToForward: 'Nobody with an extension number was found. Type the name another way.',
    chosen: (user) => `Choose in the field: ${user}. Then save the card.`,
    chosenCopied: (user) => `The name is copied. Paste it into the field (Ctrl+V), choose ${user} and save the card.`,
    forwardTo: (number, department) => `Forward to ${number}${department && `, ${department}`}`,
    unknownUser: (user) => `${user} is not known to the phone system. Choose somebody else.`,
    notLoaded: 'The list of employees has not come from 1C yet. Save the card again in a few minutes.',
    notConnected: 'No connection to the phone server. Save the card again once there is a connection.',
    ruleNotSent: 'The call forwarding was not sent to the server. Save the card again.',
    ruleRefused: (lines) =>
      `The call forwarding was not saved: ${lines}. Check the numbers or tell your administrator.`,
  },
)
