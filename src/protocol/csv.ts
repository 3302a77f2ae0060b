/**
 * A table for a spreadsheet: semicolons, as Excel in Russian expects them, and a mark by which it knows UTF-8. What begins
 * as a formula is text: names come from outside, and a spreadsheet runs formulas.
 */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${csvRows(rows)}`
}

/** More of the same table. */
export const csvRows = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // By any of these, also after blanks, some spreadsheet begins a formula.
  const text = /^[\s\u00a0]*[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]/u.test(value) ? `'${value}` : value
  return /["';\r\n,\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
