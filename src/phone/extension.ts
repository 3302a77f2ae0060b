import { LETTER } from './letters.ts'

const EXTENSION = new RegExp(
  String.raw`^\s*[,;/-]?\s*\(?\s*(?:(?:добавочный(?: номер)?|доб|доп|внутренний|внутр|вн|д|ext(?:ension)?|[xpw])(?!${LETTER})[.:]*\s*|[#№*]\s*|,,\s*)(?:[№(-]\s*)?(\d{1,6})(?![\d-]|[a-z])\)?`,
  'iu',
)

/** «доб. 123» right behind a number, and how much of the text it takes. */
export function extensionIn(after: string): { ext: string; length: number } | null {
  const match = EXTENSION.exec(after)
  return match?.[1] === undefined ? null : { ext: match[1], length: match[0].length }
}
