/**
 * What looks like a number and is none: dates, times, requisites with their name before them.
 * Blanked out before numbers are looked for, letter for letter, so that places in the text stay what they were.
 */
const NOISE = [
  // 12.03.2024, 2024-03-12, 12/03/2024
  /(?<![\d.])\d{2}\.\d{2}\.(?:19|20)\d{2}(?![\d.])/g,
  /(?<![\d-])(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)/g,
  /(?<!\d)\d{2}\/\d{2}\/\d{4}(?!\d)/g,
  // 18:00, 23:59:59
  /(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)/g,
  // «ИНН 7707083893», «ИНН/КПП 5024091431 / 502401001»
  /(?<!\p{L})(?:ИНН|КПП|ОГРН|ОГРНИП|БИК|СНИЛС|ОКПО|р\/с|к\/с)[\s/:№]*(?:КПП[\s:]*)?\d{8,20}(?:\s*\/\s*\d{9})?/giu,
  // addresses of networks and of pages
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g,
  /\b[a-z]+:\/\/\S+/gi,
]

/** Stands where noise was: neither a digit nor a separator, so that no number runs across it. */
const BLANK = '\u0001'

export function withoutNoise(text: string): string {
  let clean = text
  for (const pattern of NOISE) clean = clean.replace(pattern, (match) => BLANK.repeat(match.length))
  return clean
}
