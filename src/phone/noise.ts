import { LETTER } from './letters.ts'
/**
 * `phoneField` = a caption has said that this is a phone, so that short numbers and ten bare digits count too;
 * `anywhere` = nothing but the form tells (free text).
 */
export type Where = 'phoneField' | 'anywhere'

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'

const PLAIN = /^[\d\s+()-]*$/u
const ISO_DATE = /(?<![\d-])(?:19|20)\d{2}([-/])\d{2}\1\d{2}(?!\d)/g

/**
 * What looks like a number and is none: dates, times, requisites with their name before them.
 * Blanked out before numbers are looked for, letter for letter, so that places in the text stay what they were.
 */
const NOISE = [
  // 12.03.2024, 2024-03-12, 12/03/2024
  /(?<![\d.])\d{1,2}\.\d{2}\.(?:19|20)\d{2}(?![\d.])/g,
  ISO_DATE,
  /(?<!\d)\d{2}\/\d{2}\/\d{4}(?!\d)/g,
  // 18:00, 23:59:59
  /(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)/g,
  // «ИНН 7707083893», «ИНН/КПП 5024091431 / 502401001»
  new RegExp(
    String.raw`(?<!${LETTER})(?:ИНН|КПП|ОГРН|ОГРНИП|БИК|СНИЛС|ОКПО|ОКТМО|ОКАТО|КБК|УИН|IMEI|ICCID|IMSI|GTIN|[рк]/с)[\s/:№-]*(?:КПП[\s:]*)?\d{8,20}(?:\s*/\s*\d{9})?`,
    'giu',
  ),
  // addresses of networks, versions of programs
  new RegExp(`(?<![\\d.])${OCTET}(?:\\.${OCTET}){3}(?![\\d.])`, 'g'),
  /(?<![\d.+])\d{1,3}\.\d{1,2}(?:\.\d+){2,}/g,
]
/** Of e-mail, of pages, and names of files. Looked for only where there may be one: they look far ahead. */
const E_MAIL = /[\w.+-]+@[\w.-]+/g
const URL = /\b[a-z]+:\/\/\S+/gi
const DOMAIN = /(?:[a-z\d-]+\.)+[a-z]{2,}(?:[/:?#]\S*)?/gi

/** Words before a number that make it the number of something else. */
const NUMBERED = new RegExp(
  String.raw`(?<!${LETTER})(?:арт(?:икул)?|sku|код(?: товара)?|ш(?:трих-?)?к(?:од)?|заказ(?: клиента)?|договор|сч[её]т(?: на оплату)?|накладная|упд|п/п|акт|заявка|чек|приказ|документ|дело|паспорт|полис|карта|трек|рпо|[зф]н(?: ккт)?|инв|(?:серийный|инвентарный) номер|s/?n|л/с|id)[.:\s]*[№#]?[.:\s]*\d[\d/-]*`,
  'giu',
)
/** «№ 89161234567», «No. 8916…»: in a phone field somebody may have meant a phone's all the same. */
const ONLY_NUMBERED = new RegExp(
  String.raw`(?<!(?:тел|моб|телефон|phone|доб|вн)[.\s]*)(?<!${LETTER})(?:№|no?)[.:\s]*\d[\d/-]*`,
  'giu',
)

/** Stands where noise was: neither a digit nor a separator, so that no number runs across it. */
const BLANK = '\u0001'

export function withoutNoise(text: string, where: Where): string {
  let clean = text
  // The other patterns need a letter, a dot or a sign; most phones of a base have none, and bases have millions.
  if (PLAIN.test(clean)) return clean.replace(ISO_DATE, (match) => BLANK.repeat(match.length))
  const blank = (pattern: RegExp) => {
    clean = clean.replace(pattern, (match) => BLANK.repeat(match.length))
  }
  if (clean.includes('@')) blank(E_MAIL)
  if (clean.includes('://')) blank(URL)
  if (/\.[a-z]{2}/iu.test(clean)) blank(DOMAIN)
  for (const pattern of NOISE) blank(pattern)
  blank(NUMBERED)
  if (where === 'anywhere') blank(ONLY_NUMBERED)
  return clean
}
