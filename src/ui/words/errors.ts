import { type ErrorCode, TrubkaError } from '../../protocol/trubka-error.ts'
import { type Asked, commandErrors } from './command-errors.ts'
import { type Language, pair } from './language.ts'

/** «Что случилось. Что сделать.» for every error there is. */
export const errorWords = pair<Record<ErrorCode, string>>(
  {
    invalidRequest: 'Сервер не понял запрос. Обновите расширение.',
    invalidParams: 'Сервер не принял данные. Проверьте, что введено, и повторите.',
    unknownMethod: 'Сервер этого не умеет. Попросите администратора обновить сервер.',
    tooLarge: 'Слишком много данных за один раз. Передайте их частями.',
    tooMany: 'Слишком много запросов. Подождите минуту и повторите.',
    internal: 'Что-то сломалось у нас. Повторите, а если не поможет, скажите администратору.',
    timeout: 'Ответа нет, и неизвестно, выполнено ли это. Посмотрите на звонок и, если нужно, повторите.',
    offline: 'Нет связи с сервером телефонии. Звоните с аппарата, мы восстановим связь сами.',
    notSignedIn: 'Вход на сервер не выполнен. Подождите несколько секунд и повторите.',
    codeWrong: 'Код не подходит. Проверьте каждый знак или попросите у администратора новый код.',
    codeExpired: 'Срок кода истёк. Попросите у администратора новый код.',
    keyUnknown: 'Сервер больше не знает этот браузер. Попросите у администратора новый код и подключитесь заново.',
    proofWrong: 'Сервер не принял подпись этого браузера. Попросите у администратора новый код и подключитесь заново.',
    serverNotTrusted: 'Это не тот сервер, к которому вы подключались. Не вводите код и скажите администратору.',
    notPaired: 'Вы ещё не подключены к телефонии. Откройте настройки и введите код от администратора.',
    mayNot: 'На это у вас нет права. Попросите администратора дать его вам.',
    pbxDown: 'АТС не отвечает. Звоните с аппарата, мы восстановим связь сами.',
    pbxLoginRefused: 'АТС не пускает сервер. Звоните с аппарата и скажите администратору.',
    noPhone: 'Ваш телефон не в сети. Проверьте, что он включён, и повторите.',
    badNumber: 'АТС не знает такого номера. Проверьте его и наберите снова.',
    noSuchCall: 'Этот звонок уже закончился. Делать ничего не нужно.',
    notNow: 'Сейчас это невозможно. Дождитесь, пока изменится состояние звонка.',
    toSelf: 'Это ваш собственный номер. Выберите другого сотрудника.',
    toOther: 'Этот сотрудник уже в разговоре с вами. Выберите другого.',
    calleeDoNotDisturb: 'Сотрудник просит не беспокоить. Выберите другого или перезвоните позже.',
    noRecording:
      'Записи этого разговора нет: её не делали, или файл уже удалён. Спросите администратора, если она должна быть.',
    mayNotListen: 'Эту запись вам слушать нельзя. Право даёт администратор.',
    calleeOffline: 'Телефон сотрудника не в сети. Выберите другого или позвоните на мобильный.',
    refusedByPbx: 'АТС не приняла команду. Повторите или сделайте это на аппарате.',
    notMade: 'Связь с сервером прервалась, и звонок, скорее всего, не сделан. Посмотрите на телефон и повторите.',
    notKnown: 'Связь прервалась, и неизвестно, выполнена ли команда. Посмотрите на звонок и, если нужно, повторите.',
    unknownBase: 'Эта база 1С не подключена к телефонии. Скажите администратору её адрес.',
    routingOff: 'Маршрутизация звонков выключена. Попросите администратора включить её.',
    notKept: 'Сохранить не удалось. Повторите через минуту.',
    noSuchIntake: 'Это обращение уже закрыто. Если оно нужно, заведите его в 1С.',
    noSuchChat: 'Этой переписки у вас нет. Выберите другого собеседника.',
    baseDown: '1С сейчас не отвечает. Продолжайте без поиска: что вы введёте, не пропадёт.',
  },
  {
    invalidRequest: 'The server did not understand the request. Update the extension.',
    invalidParams: 'The server did not accept the data. Check what was entered and try again.',
    unknownMethod: 'The server cannot do this. Ask your administrator to update it.',
    tooLarge: 'Too much data at once. Send it in parts.',
    tooMany: 'Too many requests. Wait a minute and try again.',
    internal: 'Something broke on our side. Try again; if it does not help, tell your administrator.',
    timeout: 'There was no answer, and nobody knows if this was done. Look at the call and repeat it if need be.',
    offline: 'No connection to the phone server. Call from the phone itself, we will reconnect on our own.',
    notSignedIn: 'Not signed in to the server. Wait a few seconds and try again.',
    codeWrong: 'The code does not fit. Check each character or ask your administrator for a new code.',
    codeExpired: 'The code has expired. Ask your administrator for a new code.',
    keyUnknown:
      'The server does not know this browser any more. Ask your administrator for a new code and connect again.',
    proofWrong: "The server refused this browser's signature. Ask your administrator for a new code and connect again.",
    serverNotTrusted: 'This is not the server you connected to. Do not enter a code and tell your administrator.',
    notPaired: 'You are not connected to the phone system yet. Open the settings and enter the code you were given.',
    mayNot: 'You have no right to do this. Ask your administrator to give it to you.',
    pbxDown: 'The PBX does not answer. Call from the phone itself, we will reconnect on our own.',
    pbxLoginRefused: 'The PBX refuses the server. Call from the phone itself and tell your administrator.',
    noPhone: 'Your phone is offline. Check that it is switched on and try again.',
    badNumber: 'The PBX does not know this number. Check it and dial again.',
    noSuchCall: 'This call has already ended. Nothing needs to be done.',
    notNow: 'This is not possible now. Wait until the call changes.',
    toSelf: 'This is your own number. Choose another colleague.',
    toOther: 'This colleague is in the call with you already. Choose another one.',
    calleeDoNotDisturb: 'The colleague does not want to be disturbed. Choose another one or call later.',
    noRecording:
      'There is no recording of this call: none was made, or its file is gone. Ask your administrator if there should be one.',
    mayNotListen: 'You may not listen to this recording. Your administrator can let you.',
    calleeOffline: "The colleague's phone is offline. Choose another one or call the mobile number.",
    refusedByPbx: 'The PBX refused the command. Try again or do it on the phone itself.',
    notMade: 'The connection broke, and the call was most likely not made. Look at your phone and try again.',
    notKnown: 'The connection broke, and nobody knows if this was done. Look at the call and repeat it if need be.',
    unknownBase: 'This 1C base is not connected to the phone system. Tell your administrator its address.',
    routingOff: 'Call routing is switched off. Ask your administrator to switch it on.',
    notKept: 'It could not be saved. Try again in a minute.',
    noSuchIntake: 'This intake is closed already. If you need it, enter it in 1C.',
    noSuchChat: 'You are not in this conversation. Choose another one.',
    baseDown: '1C does not answer now. Go on without searching: what you enter will not be lost.',
  },
)

/** Words for anything that was thrown, by what was `asked` for. */
export function errorText(error: unknown, language: Language, asked?: Asked): string {
  const code = error instanceof TrubkaError ? error.code : 'internal'
  if (asked !== undefined && (code === 'timeout' || code === 'notKnown')) return commandErrors[language].unknown[asked]
  if (asked !== undefined && code === 'notNow') return commandErrors[language].notNow[asked]
  return errorWords[language][code]
}
