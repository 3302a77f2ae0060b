import type { RoutingSettings, RuleFault } from '../../../protocol/routing.ts'

export type Language = 'ru' | 'en'

/** What a program of a 1C base can do wrong, and what stands in its way. */
export type Fault =
  | 'unauthorized'
  | 'otherBase'
  | 'fromPage'
  | 'unknownBase'
  | 'badKey'
  | 'keyUsed'
  | 'mediaType'
  | 'charset'
  | 'encoding'
  | 'notText'
  | 'notJson'
  | 'lines'
  | 'noLines'
  | 'tooManyLines'
  | 'tooLarge'
  | 'tooMany'
  | 'routingOff'
  | 'notKept'
  | 'internal'

/** «Что случилось. Что сделать.», for whoever reads the answer in 1C's event log. */
export const FAULT_WORDS: Record<Language, Record<Fault, string>> = {
  ru: {
    unauthorized: 'Токен не подходит. Возьмите действующий в менеджере сервера и передайте в Authorization: Bearer.',
    otherBase: 'Это токен другой базы. Возьмите токен этой базы в менеджере сервера.',
    fromPage: 'Веб-страницам писать правила нельзя. Отправляйте с сервера 1С.',
    unknownBase: 'Такой базы на сервере нет. Проверьте адрес: в нём стоит id базы из настроек сервера.',
    badKey: 'Idempotency-Key не годится. Нужно от 1 до 100 латинских букв, цифр и знаков без пробелов.',
    keyUsed: 'С этим Idempotency-Key уже передавали другие строки. Возьмите для новых строк новый ключ.',
    mediaType: 'Такого Content-Type не ждём. Передайте text/plain или application/json.',
    charset: 'Такой кодировки не знаем. Передайте UTF-8 или windows-1251.',
    encoding: 'Сжатое тело не принимаем. Передайте без Content-Encoding.',
    notText: 'Тело не читается в названной кодировке. Проверьте charset в Content-Type.',
    notJson: 'Это не JSON. Передайте объект вида {"lines": ["9035677876=103"]}.',
    lines: 'Нужен массив строк. Передайте объект вида {"lines": ["9035677876=103"]}.',
    noLines: 'В теле нет ни одной строки. Передайте хотя бы одно правило.',
    tooManyLines: 'Больше 10 000 строк за раз. Передайте частями.',
    tooLarge: 'Тело слишком велико. Передайте частями, до 10 000 строк.',
    tooMany: 'Слишком частые запросы. Повторите через время из Retry-After.',
    routingOff: 'Маршрутизация на сервере выключена. Повторите позже или попросите администратора включить её.',
    notKept: 'Сохранить не удалось. Повторите с тем же Idempotency-Key.',
    internal:
      'Что-то сломалось на сервере. Повторите с тем же Idempotency-Key, а если не поможет, смотрите его журнал.',
  },
  en: {
    unauthorized: 'The token does not fit. Take a valid one from the server manager, send it in Authorization: Bearer.',
    otherBase: "This is another base's token. Take one of this base from the server manager.",
    fromPage: 'Web pages may not write rules. Send them from the 1C server.',
    unknownBase: 'The server has no such base. Check the address: it holds the id of the base in its settings.',
    badKey: 'Idempotency-Key is of no use. It takes 1 to 100 Latin letters, digits and signs without blanks.',
    keyUsed: 'This Idempotency-Key was used for other lines. Take a new key for new lines.',
    mediaType: 'This Content-Type is not expected. Send text/plain or application/json.',
    charset: 'This charset is not known. Send UTF-8 or windows-1251.',
    encoding: 'Compressed bodies are not taken. Send it without Content-Encoding.',
    notText: 'The body is not text in the charset named. Check charset in Content-Type.',
    notJson: 'This is not JSON. Send an object such as {"lines": ["9035677876=103"]}.',
    lines: 'A list of strings is needed. Send an object such as {"lines": ["9035677876=103"]}.',
    noLines: 'The body has no line. Send at least one rule.',
    tooManyLines: 'More than 10,000 lines at once. Send them in parts.',
    tooLarge: 'The body is too large. Send it in parts, up to 10,000 lines.',
    tooMany: 'Too many requests. Try again after the time in Retry-After.',
    routingOff: 'Routing is switched off on the server. Try again later, or ask the administrator to switch it on.',
    notKept: 'It could not be kept. Try again with the same Idempotency-Key.',
    internal: 'Something broke on the server. Try again with the same Idempotency-Key; if it stays, see the log.',
  },
}

/** Why a line is ignored (SPEC C3), with what is set on this server. */
export function lineFault(fault: RuleFault, settings: RoutingSettings, language: Language): string {
  const { lastDigits, internalLength } = settings
  const { min, max } = internalLength
  const words: Record<Language, Record<RuleFault, string>> = {
    ru: {
      notDigits: 'строка не вида 9035677876=103: нужны только цифры и один знак =',
      numberTooShort: `внешний номер короче, чем цифр в настройке «Последние цифры телефонного номера»: ${lastDigits}`,
      numberTooLong: 'внешний номер длиннее 32 цифр',
      internalTooShort: `внутренний номер короче, чем в настройке «Длина внутренних номеров»: ${min}`,
      internalTooLong: `внутренний номер длиннее, чем в настройке «Длина внутренних номеров»: ${max}`,
    },
    en: {
      notDigits: 'not a line such as 9035677876=103: digits and one = only',
      numberTooShort: `the number has fewer digits than the setting for last digits says: ${lastDigits}`,
      numberTooLong: 'the number has more than 32 digits',
      internalTooShort: `the extension has fewer digits than the setting for extensions says: ${min}`,
      internalTooLong: `the extension has more digits than the setting for extensions says: ${max}`,
    },
  }
  return words[language][fault]
}

/** Of the two, the one that the asker likes better; Russian when it is all the same. */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'ru', weight: 0 }
  for (const part of (acceptLanguage ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = tag.split('-')[0]
    if (language !== 'ru' && language !== 'en') continue
    const q = /^\s*q=(\d(?:\.\d{1,3})?)\s*$/.exec(parameters.find((each) => each.includes('q=')) ?? '')?.[1]
    const weight = q === undefined ? 1 : Number(q)
    if (weight > best.weight) best = { language, weight }
  }
  return best.language
}
