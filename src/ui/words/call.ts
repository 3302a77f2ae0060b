import type { ConnectionState, ReleaseCause } from '../../protocol/call.ts'
import { pair } from './language.ts'

type CallWords = {
  incoming: string
  pickUp: string
  dialling: string
  /** The other phone is called. */
  callingClient: string
  callingColleague: string
  talking: (time: string) => string
  held: (time: string) => string
  heldByOther: (time: string) => string
  consultation: (time: string) => string
  joined: (time: string) => string
  ending: string
  /** Why the other side could not be had. */
  remoteCause: Record<ReleaseCause, string>
  /** Why the operator's own phone could not be had. */
  localCause: Record<ReleaseCause, string>
  unknownNumber: string
  hiddenNumber: string
  customersNotLoaded: string
  responsible: (name: string) => string
  alsoKnownAs: (names: string, more: number) => string
  internal: (number: string) => string
  answer: string
  clear: string
  decline: string
  /** For the tooltip, where the phone cannot be told to answer and has to ring once more. */
  answerAgain: string
  /** The same in short, on the button. */
  ringsAgain: string
  hold: string
  retrieve: string
  transfer: string
  complete: string
  completeUnanswered: string
  reconnect: string
  alternate: string
  conference: string
  /** Ends the colleague's part in a conversation of three. */
  drop: string
  leave: string
  recording: string
  recordingSuspended: string
  suspendRecording: string
  resumeRecording: string
  keypad: string
  digits: string
  /** For the tooltip: the key that does the same. */
  key: (what: string, key: string) => string
  /** The colleague in a consultation. */
  consulted: string
  /** The caller in a consultation. */
  caller: string
  consulting: Record<ConnectionState, string>
  waits: string
  talkingNow: string
  /** In a conversation of three. */
  hearsAll: string
  /** Names the one who leaves by it. */
  dropWhom: (who: string) => string
  /** What «leave» does for the others. */
  leaveOthers: string
  /** While a colleague is asked: the caller's call ends, too. */
  clearAll: string
}

export const callWords = pair<CallWords>(
  {
    incoming: 'Входящий звонок',
    pickUp: 'Поднимите трубку',
    dialling: 'Вызов…',
    callingClient: 'Вызываем клиента…',
    callingColleague: 'Вызываем сотрудника…',
    talking: (time) => `Разговор ${time}`,
    held: (time) => `На удержании ${time}`,
    heldByOther: (time) => `Вас поставили на удержание ${time}`,
    consultation: (time) => `Перевод звонка ${time}`,
    joined: (time) => `Разговор втроём ${time}`,
    ending: 'Звонок завершается…',
    remoteCause: {
      normal: 'Звонок окончен',
      busy: 'Занято',
      noAnswer: 'Не отвечает',
      rejected: 'Звонок отклонён',
      unreachable: 'Недоступен',
      badNumber: 'Такого номера нет',
      congestion: 'Линии заняты',
      answeredElsewhere: 'Ответил другой сотрудник',
    },
    localCause: {
      normal: 'Звонок окончен',
      busy: 'Ваш телефон занят',
      noAnswer: 'Вы не подняли трубку',
      rejected: 'Вы отклонили звонок',
      unreachable: 'Ваш телефон не в сети',
      badNumber: 'Ваш телефон не найден',
      congestion: 'Линии заняты',
      answeredElsewhere: 'Ответил другой сотрудник',
    },
    unknownNumber: 'Неизвестный номер',
    hiddenNumber: 'Номер скрыт',
    customersNotLoaded: 'Имя неизвестно: список клиентов 1С ещё не получен',
    responsible: (name) => `Ответственный: ${name}`,
    alsoKnownAs: (names, more) => `Также: ${names}${more > 0 ? ` и ещё ${more}` : ''}`,
    internal: (number) => `внутренний ${number}`,
    answer: 'Ответить',
    clear: 'Завершить',
    decline: 'Отклонить',
    answerAgain: 'Телефон прозвонит ещё раз и ответит сам',
    ringsAgain: 'прозвонит ещё раз',
    hold: 'Удержать',
    retrieve: 'Вернуть',
    transfer: 'Перевести',
    complete: 'Соединить',
    completeUnanswered: 'Соединить, не дожидаясь ответа',
    reconnect: 'Вернуться',
    alternate: 'Переключиться',
    conference: 'Втроём',
    drop: 'Отключить',
    leave: 'Выйти',
    recording: 'Запись',
    recordingSuspended: 'Запись на паузе',
    suspendRecording: 'Приостановить запись',
    resumeRecording: 'Продолжить запись',
    keypad: 'Тональный набор',
    digits: 'Набрано',
    key: (what, key) => `${what} (${key})`,
    consulted: 'Кому переводите',
    caller: 'Кого переводите',
    consulting: {
      null: 'Вызываем…',
      initiated: 'Вызываем…',
      alerting: 'Вызываем, гудки…',
      connected: 'На связи',
      hold: 'Вы на удержании',
      fail: 'Не удалось дозвониться',
    },
    waits: 'Ждёт, играет музыка',
    talkingNow: 'Говорит с вами',
    hearsAll: 'В разговоре',
    dropWhom: (who) => `Отключить: ${who}`,
    leaveOthers: 'Вы выйдете, остальные продолжат разговор',
    clearAll: 'Завершить, и разговор с клиентом тоже',
  },
  {
    incoming: 'Incoming call',
    pickUp: 'Pick up your phone',
    dialling: 'Calling…',
    callingClient: 'Calling the client…',
    callingColleague: 'Calling your colleague…',
    talking: (time) => `Talking ${time}`,
    held: (time) => `On hold ${time}`,
    heldByOther: (time) => `You are on hold ${time}`,
    consultation: (time) => `Transferring ${time}`,
    joined: (time) => `Talking all three ${time}`,
    ending: 'The call is ending…',
    remoteCause: {
      normal: 'Call ended',
      busy: 'Busy',
      noAnswer: 'No answer',
      rejected: 'Declined',
      unreachable: 'Not reachable',
      badNumber: 'No such number',
      congestion: 'All lines are busy',
      answeredElsewhere: 'Answered by a colleague',
    },
    localCause: {
      normal: 'Call ended',
      busy: 'Your phone is busy',
      noAnswer: 'You did not pick up',
      rejected: 'You declined the call',
      unreachable: 'Your phone is offline',
      badNumber: 'Your phone was not found',
      congestion: 'All lines are busy',
      answeredElsewhere: 'Answered by a colleague',
    },
    unknownNumber: 'Unknown number',
    hiddenNumber: 'Number withheld',
    customersNotLoaded: 'Name unknown: the 1C client list has not been loaded yet',
    responsible: (name) => `Responsible: ${name}`,
    alsoKnownAs: (names, more) => `Also: ${names}${more > 0 ? ` and ${more} more` : ''}`,
    internal: (number) => `extension ${number}`,
    answer: 'Answer',
    clear: 'End',
    decline: 'Decline',
    answerAgain: 'Your phone rings once more and answers by itself',
    ringsAgain: 'rings once more',
    hold: 'Hold',
    retrieve: 'Resume',
    transfer: 'Transfer',
    complete: 'Connect them',
    completeUnanswered: 'Connect them without waiting for an answer',
    reconnect: 'Back to the caller',
    alternate: 'Switch',
    conference: 'All three',
    drop: 'Disconnect',
    leave: 'Leave',
    recording: 'Recording',
    recordingSuspended: 'Recording paused',
    suspendRecording: 'Pause the recording',
    resumeRecording: 'Go on recording',
    keypad: 'Keypad',
    digits: 'Sent',
    key: (what, key) => `${what} (${key})`,
    consulted: 'Transfer to',
    caller: 'Transfer of',
    consulting: {
      null: 'Calling…',
      initiated: 'Calling…',
      alerting: 'Calling, ringing…',
      connected: 'On the line',
      hold: 'You are on hold',
      fail: 'Could not be reached',
    },
    waits: 'Waits, hears music',
    talkingNow: 'Talking with you',
    hearsAll: 'In the conversation',
    dropWhom: (who) => `Disconnect ${who}`,
    leaveOthers: 'You leave, the others go on talking',
    clearAll: 'End, also the call with the client',
  },
)
