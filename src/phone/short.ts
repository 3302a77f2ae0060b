import { isAmount } from './amount.ts'
import { extensionIn } from './extension.ts'
import { isFax } from './fax.ts'
import { LETTER, LETTERS } from './letters.ts'
import type { Run } from './split.ts'

/** Between the beginning of a part and a short number: nothing, or a word for «phone». */
const LABEL =
  /^\s*\(?(?:(?:телефон|тел|т|раб(?:очий)?|дом(?:ашний)?|моб(?:ильный)?|гор(?:одской)?|внутр(?:енний)?|вн|доб(?:авочный)?|номер|phone|tel|ext|[№#])[.:)]*\s*)*$/iu
/** After a short number: nothing, or a comment in brackets or words without digits. */
const COMMENT = /^\s*(?:\([^)\d_]*\)|-?\s*[^\d_%]*)$/u
const PART_BEFORE = /[^,;/|\n]*$/u
const PART_AFTER = /^[^,;/|\n]*/u

/** «Ольга 415», «Иванов И. И. - 415»: whom the number belongs to, in one to three words, and nothing else beside it. */
const OWNER = /^\s*(?:[А-ЯЁ][а-яё]{2,}|[А-ЯЁ]\.)(?:\s?(?:[А-ЯЁ][а-яё]{2,}|[А-ЯЁ]\.)){0,2}\s*[-:]?\s+$/u
const OF_AN_OWNER = /^(?!(?:19|20)\d\d$)\d{3,4}$/u
/** What has a number and is nobody. */
const NOBODY =
  /^\s*(?:абон|апрел|август|аптек|аудитор|бокс|баланс|блок|бригад|верси|всего|групп|декабр|дом(?:а|у|е)?(?![а-яё])|этаж|здани|зал(?:а|у|е)?(?![а-яё])|июн|июл|итого|кабин|калуг|касс|квартал|кварти|киев|класс|код(?![а-яё])|комнат|корп|лаборатор|лини[яию]|литер|лот(?![а-яё])|магаз|март(?![а-яё])|мест[оа]|минск|модел|модул|москв|ноябр|номер|октябр|остат|отдел|офис|очеред|павильон|палат|пакет|парол|пин|пермь|плат|подъезд|позици|помещ|порт(?![а-яё])|пост(?![а-яё])|ряд(?![а-яё])|самар|сектор|секци|сентябр|сери[яию]|скидк|склад|смен[аы]|стать|стол(?![а-яё])|стоим|строен|строк|сумм|сч[её]т|счет|таб|тариф|терминал|тул[аы](?![а-яё])|участ|уров|уф[аы](?![а-яё])|феврал|филиал|цен[аы](?![а-яё])|цех|шаг(?![а-яё])|школ|январ|ящик)/iu

function isOfAnOwner(clean: string, { text, start, end }: Run): boolean {
  const before = PART_BEFORE.exec(clean.slice(0, start))?.[0] ?? ''
  const after = PART_AFTER.exec(clean.slice(end))?.[0] ?? ''
  return OF_AN_OWNER.test(text) && OWNER.test(before) && !NOBODY.test(before) && after.trim() === ''
}

/** A short number counts only when its part of the value holds nothing else but its label or a comment. */
function standsAlone(clean: string, { start, end }: Run): boolean {
  const before = PART_BEFORE.exec(clean.slice(0, start))?.[0] ?? ''
  const after = clean.slice(end)
  return LABEL.test(before) && (extensionIn(after) !== null || COMMENT.test(PART_AFTER.exec(after)?.[0] ?? ''))
}

/** Nothing but a telephone is written so: words and hours may stand around it, «Ольга 139-20-20 с 10 до 19». */
const CITY = /^\d{3}-\d\d-\d\d$/u
const WORDS_BEFORE = /^(?:[^\d_]*[\s.:(])?$/u
const WORDS_AFTER = new RegExp(String.raw`^(?:$|[.:)]?\s*$|\s+[${LETTERS}(-])`, 'u')

/** Seven digits, as a number of the city. */
export function isLocal(clean: string, run: Run): boolean {
  if (standsAlone(clean, run)) return true
  const before = PART_BEFORE.exec(clean.slice(0, run.start))?.[0] ?? ''
  const after = PART_AFTER.exec(clean.slice(run.end))?.[0] ?? ''
  return CITY.test(run.text) && WORDS_BEFORE.test(before) && WORDS_AFTER.test(after)
}

/** «119021, Москва, ул. …, 16»: under «Адрес и телефон» there may be no telephone at all. */
const POSTAL = new RegExp(
  String.raw`^\s*\d{6},\s*(?:г(?:ор)?\.|город|москва|россия|рф|санкт|с-петербург|респ|край|${LETTER}+ский|${LETTER}+ая\s+обл|обл)|(?<!${LETTER})(?:ул\.|улица|пр-т|проспект|переулок|шоссе|бульвар|мкр)(?!${LETTER})`,
  'iu',
)

/** «101-105»: internal numbers from one to another. Of a number of six digits written in threes both begin otherwise. */
function isRange(text: string): boolean {
  const [, from, to] = /^(\d{3})-(\d{3})$/u.exec(text) ?? []
  if (from === undefined || to === undefined || from >= to) return false
  return from.slice(0, 2) === to.slice(0, 2) || (from.endsWith('00') && to === `${from[0]}99`)
}

/** «дом 15» is a house, «дом. 5-12-34» a telephone. */
const NUMBER_OF = new RegExp(String.raw`(?<!${LETTER})дом\s*$`, 'iu')
const GLUED = new RegExp(String.raw`[${LETTERS}\d]`, 'u')
const isYear = (clean: string, { end }: Run): boolean => /^\s?(?:гг?\.|год|лет)/iu.test(clean.slice(end, end + 5))

/**
 * Internal numbers (2–5 digits) and short local ones (5 or 6, in groups): only where the value has no other digits.
 * Else «каб. 12» would ring somebody.
 */
export function shortNumbers(clean: string): (Run & { kind: 'local' | 'internal' })[] {
  const found: (Run & { kind: 'local' | 'internal' })[] = []
  if (POSTAL.test(clean)) return found
  for (const part of clean.matchAll(/[^,;/|\n]+/gu)) {
    if (!/\d/u.test(part[0])) continue
    const match = /\d(?:[\s-]?\d){1,5}/u.exec(part[0])
    if (!match) return []
    const [text] = match
    const start = part.index + match.index
    const run = { text, start, end: start + text.length }
    const grouped = /\D/u.test(text)
    const length = text.replace(/\D/gu, '').length
    if (/^[0-]+$/u.test(text) || isAmount(clean, run) || isFax(clean, run)) return []
    // Hyphens make a local number; spaces make a quantity.
    if (grouped && (/\s/u.test(text) || length < 5 || isRange(text))) return []
    if (!grouped && length === 6 && text.startsWith('0')) return []
    // «12 x 34»: a size; only a number of the city has an extension.
    if (!grouped && length < 6 && extensionIn(clean.slice(run.end))) return []
    if (
      !(standsAlone(clean, run) || isOfAnOwner(clean, run)) ||
      (length < 6 && NUMBER_OF.test(clean.slice(0, start))) ||
      isYear(clean, run) ||
      GLUED.test(clean.slice(0, start).slice(-1))
    )
      return []
    found.push({ ...run, kind: grouped || length > 5 ? 'local' : 'internal' })
  }
  return found
}
