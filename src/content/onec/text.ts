/** A caption as it is compared: NBSP and runs of spaces are one space, no colon or asterisk at the end, «ё» is «е». */
export function plainCaption(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\s:*]+$/u, '')
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
}

/** A value as it is compared: NBSP and runs of spaces are one space. */
export function plainValue(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}
