import { LETTER, LETTERS } from '../../phone/letters.ts'
import type { FieldMeaning } from '../../protocol/field-map.ts'
import type { Why } from '../../protocol/page-report.ts'
import { plainCaption } from './text.ts'

/**
 * What a field means, by its caption, or by the name of its 1C element where it has none (DESIGN 9).
 * `fax` is a phone number nobody is called on: no button, no rule.
 */
export type Meaning = FieldMeaning
export type Meant = { meaning: Meaning; why: Why }

/** `\b` knows no Cyrillic: a word begins and ends where no letter stands. */
const words = (...patterns: string[]): RegExp => new RegExp(`(?<!${LETTER})(?:${patterns.join('|')})(?!${LETTER})`)

const PHONE = words(
  'телефон(?:а|у|ом|е|ы|ов|ам|ами|ах)?',
  'телефонн(?:ый|ые|ого|ых) номера?',
  'тел|телеф|моб|сот',
  'мобильн(?:ый|ые|ого|ых)',
  'сотов(?:ый|ые|ого|ых)',
  '(?:внутренний|внутр\\.|вн\\.|контактный) номер|номер для связи',
  'как связаться',
  // Their accounts are numbers of mobile phones; what is not, the form tells.
  'whats ?app|ватсап|вотсап|вацап|viber|вайбер',
  '(?:tele)?phones?|mobiles?|mob|cell|cellular|tel|(?:contact|extension|internal) number',
)
/** Without one of these no caption has to be looked at closely, and most have none. */
const MAY_BE_PHONE = /тел|моб|сот|номер|связаться|tel|phone|mob|cell|number|whats|viber|в[ао][тц]сап|вайбер|вацап/
/** Words that make something else of it: «Количество телефонов», «Модель телефона», «Phone model». */
const NOT_PHONE = words(
  'количество|кол-во|число|модель|марка|дата|время|тип|вид|инн|кпп|огрн|огрнип|бик|снилс|окпо|сумма|тариф|оператор',
  'сч[её]т|комментарий|примечание|штрихкод|(?:серийный|инвентарный|заводской)|длина|цифры|id|imei|стоимость|цена|остаток|лимит|наличие|статус|пароль|версия|банк',
  '(?:инв|сер|зав)\\.? ?(?:номер|№)|iccid',
  'кол|шт|руб|страна|регион|оплата|расходы|порт|(?:ip|mac)(?:-адрес)?|есть телефон|по телефону',
  'подтвержд[её]н|проверен|указан|заполнен|выдан|(?:от|вы|под)ключ[её]н|заблокирован',
  'мобильн(?:ый|ое|ая) (?:клиент|приложение|интернет|сотрудник|устройство|касса|бригада)',
  'quantity|number of|count|model|brand|date|time|type|kind|amount|account|operator|carrier|comments?|notes?|(?:tele)?phone calls?',
  'serial|price|cost|limit|status|password|version|vendor|bank|owner|bill|plan|tariff|expenses|port|provider|country|region',
  'verified|confirmed|has|mobile (?:app|client|data|device)|cell (?:value|address)',
)
/** «Код» alone, at either end, but not in «Телефон с кодом» nor in «with area code». */
const CODE = new RegExp(
  String.raw`^код(?!${LETTER})|(?<!${LETTER})код\)?$|^code(?!${LETTER})|(?<!with (?:${LETTER}+ )*)(?<!${LETTER})code\)?$`,
  'u',
)
/** What a phone has: «Владелец телефона», «Номер заявки на телефон»; but not «Номер телефона», «Список телефонов». */
const OF_A_PHONE = new RegExp(
  String.raw`^(?!(?:${LETTER}+\.? )?(?:номера?|№|n|список|перечень|представление|значение|данные|контакт${LETTER}*)(?: (?:${LETTER}+(?:ого|его|ых|их)|${LETTER}{1,4}\.))* телефон)${LETTER}[${LETTERS}-]*(?: ${LETTER}+)*? (?:(?:на|за|для) телефон(?!${LETTER})|телефон(?:а|ов)(?!${LETTER}))|^телефонов(?!${LETTER})`,
  'u',
)
/** Under these captions there is something else, whatever the element or the group of columns is called. */
const ELSE = words('e-?mail', 'почта', 'skype', 'сайт', 'адрес', 'address', 'website')
const FAX = words('факсы?', 'fax(?:es)?')
const ROUTING =
  /^(?:переключение звонков на|переключатель для перевода звонков|перевод звонков на|(?:forward|transfer|switch|redirect) calls to|call (?:forwarding|transfer)(?: to| switch)?)$/u
/** Whole captions only: «Клиентская база» is no client. */
const USER =
  /^(?:ответственный(?: (?:менеджер|сотрудник))?|менеджер|пользователь|исполнитель|автор|куратор|responsible(?: (?:person|manager))?|manager|user|assignee|author)$/u
const CLIENT = /^(?:клиент|контрагент|партнер|покупатель|абонент|client|customer|counterparty|partner)$/u

/** A column of a report may be called by a name: «ТелефонКлиента». */
const plainWords = (caption: string): string => plainCaption(caption.replace(/(?<=[а-яё])(?=[А-ЯЁ])/gu, ' '))

export function meaningOfCaption(caption: string): Meaning {
  const plain = plainWords(caption)
  if (ROUTING.test(plain)) return 'routing'
  if (FAX.test(plain) && !PHONE.test(plain)) return 'fax'
  if (MAY_BE_PHONE.test(plain) && PHONE.test(plain)) return saysOther(plain) ? 'other' : 'phone'
  if (USER.test(plain)) return 'user'
  return CLIENT.test(plain) ? 'client' : 'other'
}

const saysOther = (plain: string): boolean =>
  NOT_PHONE.test(plain) ||
  (/код|code/.test(plain) && CODE.test(plain)) ||
  (plain.includes('телефон') && OF_A_PHONE.test(plain))

/** Says neither that it is a phone nor that it is something else: what stands above it, or the element's name, decides. */
export function isNeutral(caption: string): boolean {
  const plain = plainWords(caption)
  return meaningOfCaption(caption) === 'other' && !saysOther(plain) && !ELSE.test(plain)
}

/** Whether a caption over several columns makes something else of them all: «Количество» over «Телефоны». */
export const rulesOut = (caption: string): boolean => saysOther(plainWords(caption))

/** Names of the parts of БСП's dialog «Ввод телефона», and of what only speaks of a phone. */
const PARTS = /^(?:КодСтраны|КодГорода|НомерТелефона|Добавочный|Представление|Комментарий.*)$/u
const PHONE_NAME =
  /^(?:АбонентКакСвязаться|КонтактнаяИнформацияПоле.*Телефон.*|(?:Мобильный|Сотовый|Рабочий|Контактный)?Телефон(?:ы|Пользователя|Контрагента|Клиента)?)$/u
const ROUTING_NAME =
  /^(?:Пользователь)?(?:ДляПереключенияЗвонков|ПереключениеЗвонков(?:На)?|ПереключательДляПереводаЗвонков)$/u

/** By a name that standard configurations have, or that can mean nothing else. */
export function meaningOfName(name: string): Meaning {
  if (ROUTING_NAME.test(name)) return 'routing'
  return PHONE_NAME.test(name) && !PARTS.test(name) ? 'phone' : 'other'
}

const NAME_WORDS = /[A-ZА-ЯЁ][a-zа-яё]*|\d+/gu
const PHONE_WORD = /^(?:Телефон[ыа]?|Phones?|Mobile)$/u
const OTHER_WORD =
  /^(?:Количество|Число|Код|Модель|Марка|Дата|Время|Тип|Вид|Тариф|Оператор|Сумма|Счет|Комментарий|Факс|Count|Code|Model|Date|Type|Kind|Comment|Fax)$/u

/** For elements with no caption at all: «ПеревозчикТелефоны», «ТелефонМобильный», «Телефон1». */
export function meaningOfLooseName(name: string): Meaning {
  const meaning = meaningOfName(name)
  if (meaning !== 'other' || PARTS.test(name)) return meaning
  const all = name.match(NAME_WORDS) ?? []
  return all.some((word) => PHONE_WORD.test(word)) && !all.some((word) => OTHER_WORD.test(word)) ? 'phone' : 'other'
}

export const isPartOfPhoneDialog = (name: string): boolean => PARTS.test(name)
