import { plainCaption } from './text.ts'

/**
 * What a field means, by its caption, or by the name of its 1C element where it has none (DESIGN 9).
 * `fax` is a phone number nobody is called on: no button, no rule.
 */
export type Meaning = 'phone' | 'fax' | 'routing' | 'other'

// `\b` knows no Cyrillic: a word begins where no letter stands before.
const PHONE =
  /(?<!\p{L})(?:телефон(?!н|ия|ии)|тел(?!\p{L})|моб(?!\p{L})|мобильн|сотов|внутренний номер|как связаться|phone|mobile|cell|tel(?!\p{L}))/u
/** Words that make something else of it: «Количество телефонов», «Код страны», «Модель телефона». */
const NOT_PHONE =
  /(?<!\p{L})(?:количество|кол-во|код|модель|марка|дата|время|тип|вид|инн|кпп|огрн|сумма|тариф|оператор|счет|комментарий|примечание|e-?mail|quantity|count|code|model|date|type|kind|comment|телефонный звонок)/u
const FAX = /(?<!\p{L})(?:факс|fax)/u
const ROUTING =
  /^(?:переключение звонков на|переключатель для перевода звонков|перевод звонков на|(?:forward|transfer|switch|redirect) calls to|call (?:forwarding|transfer)(?: to| switch)?)$/u

export function meaningOfCaption(caption: string): Meaning {
  const plain = plainCaption(caption)
  if (ROUTING.test(plain)) return 'routing'
  if (FAX.test(plain) && !PHONE.test(plain)) return 'fax'
  return PHONE.test(plain) && !NOT_PHONE.test(plain) ? 'phone' : 'other'
}

/** Names of the parts of БСП's dialog «Ввод телефона», and of what only speaks of a phone. */
const PARTS = /^(?:КодСтраны|КодГорода|НомерТелефона|Добавочный|Представление|Комментарий.*)$/u
const PHONE_NAME =
  /^(?:АбонентКакСвязаться|КонтактнаяИнформацияПоле.*Телефон.*|(?:Мобильный|Сотовый|Рабочий|Контактный)?Телефон(?:ы|Пользователя|Контрагента|Клиента)?)$/u
const ROUTING_NAME =
  /^(?:Пользователь)?(?:ДляПереключенияЗвонков|ПереключениеЗвонков(?:На)?|ПереключательДляПереводаЗвонков)$/u

/** For elements with no caption at all, and to rule out what a caption cannot. */
export function meaningOfName(name: string): Meaning {
  if (ROUTING_NAME.test(name)) return 'routing'
  return PHONE_NAME.test(name) && !PARTS.test(name) ? 'phone' : 'other'
}

export const isPartOfPhoneDialog = (name: string): boolean => PARTS.test(name)
