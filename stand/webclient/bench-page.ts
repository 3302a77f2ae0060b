import { written } from '../data/phones.ts'
import { Random } from '../data/random.ts'

/**
 * A list for measuring: any number of cells, all in the document, in the markup of a dynamic list. It is a page of its
 * own, without the rest of the web client, so that nothing but the reader is measured. `window.__bench` drives it.
 */
export type BenchPage = {
  readonly columns: number
  /** Which of the columns holds phones. */
  readonly phoneColumn: number
  /** Rows there are now. */
  rows(): number
  /** Builds the list anew; gives the milliseconds it took, layout included. */
  build(cells: number): number
  /**
   * Refills `count` rows from row `from` on, as a list does when it moves: with other nodes, or other text in the same
   * ones. Each `turn` brings other clients. Gives how many rows there were to refill.
   */
  rerender(turn: number, how: 'replace' | 'text', count?: number, from?: number): number
  /** What stands in the phone column of a row now. */
  phone(row: number): string
}

declare global {
  interface Window {
    /** On the page for measuring only. */
    readonly __bench: BenchPage
  }
}

const ROW_HEIGHT = 24
const FIRMS = ['ООО «Ромашка»', 'АО «Вектор»', 'ИП Соколов Д. А.', 'ООО «ТД Северный»', 'ПАО «Меридиан»']
const PEOPLE = ['Иванов Иван Иванович', 'Петрова Мария Сергеевна', 'Сидоров Пётр', 'Кузнецова А. В.', 'Смирнов Алексей']
const NOTES = [
  'Отгрузить до конца месяца',
  'Согласовано',
  'Ожидает оплаты',
  'Повторное обращение',
  'Срочно, см. приложение',
]
const CODES = ['495', '499', '812', '343', '861', '903', '916', '921', '926', '800']
const PHONE = 'Телефон'

const day = (random: Random) => `${random.between(10, 28)}.${random.between(10, 12)}.202${random.between(0, 6)}`

/** Full of digits, of which only one column may ever be dialled. */
const COLUMNS: readonly [caption: string, text: (row: number, random: Random) => string][] = [
  [
    'Дата',
    (_, random) => `${day(random)} ${random.between(10, 23)}:${random.between(10, 59)}:${random.between(10, 59)}`,
  ],
  ['Номер', (row) => `РТ00-${String(row).padStart(6, '0')}`],
  ['Контрагент', (_, random) => random.pick(FIRMS)],
  ['ИНН', (_, random) => `77${random.digits(8)}`],
  ['КПП', (_, random) => `7701${random.digits(5)}`],
  ['Сумма', (_, random) => `${random.between(1, 900)}\u00a0${random.digits(3)},${random.digits(2)}`],
  [PHONE, (_, random) => written(random.pick(CODES) + random.between(2000000, 8999999), random)],
  ['Договор', (_, random) => `Договор № ${random.between(1000, 9999)} от ${day(random)}`],
  ['Ответственный', (_, random) => random.pick(PEOPLE)],
  ['Комментарий', (_, random) => random.pick(NOTES)],
]
const PHONE_COLUMN = COLUMNS.findIndex(([caption]) => caption === PHONE)

function cellsOf(row: number, turn: number): string[] {
  const random = new Random(Math.imul(row + 1, 0x9e3779b1) + turn * 97)
  return COLUMNS.map(([, text]) => text(row, random))
}

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const line = (cells: readonly string[]): string =>
  `<div class="gridLine">${cells
    .map((text, column) => {
      const shown = text.replace(/[&<>]/g, (mark) => MARKS[mark] ?? mark)
      return `<div class="gridBox" colindex="${column}"><div class="gridBoxText">${shown}</div></div>`
    })
    .join('')}</div>`

const STYLE = `
  body { margin: 0; font: 13px Arial, sans-serif; }
  #captionbar { height: 36px; background: #ffe66e; }
  .toplineBox { height: 34px; }
  .grid { position: relative; width: 1600px; height: 820px; overflow: auto; border: 1px solid #ccc; }
  .gridLine { display: flex; height: ${ROW_HEIGHT}px; white-space: nowrap; box-sizing: border-box; border-bottom: 1px solid #eee; }
  .gridBox { width: 160px; flex: none; overflow: hidden; padding: 3px 6px; box-sizing: border-box; }
  .gridBoxText { overflow: hidden; text-overflow: ellipsis; }
  .gridHead { background: #f2f2f2; }`

const SHELL = `<style>${STYLE}</style><div id="captionbar" class="captionbar"></div><div id="pages_container"><div id="page1">
  <div class="toplineBox" data-title="Реализации"><div id="VW_page1headerTopLine_title" class="toplineBoxTitle" title="Реализации"></div></div>
  <div id="form1_container"><div id="form1_Список_div"></div></div></div></div>`

/** Puts the page together and gives what drives it. */
function bench(): BenchPage {
  document.body.innerHTML = SHELL
  const place = document.getElementById('form1_Список_div')
  const body = () => {
    const found = document.querySelector('.gridBody')
    if (!found) throw new Error('nothing has been built')
    return found
  }
  return {
    columns: COLUMNS.length,
    phoneColumn: PHONE_COLUMN,
    rows: () => body().childElementCount,
    build(cells) {
      const from = performance.now()
      const rows = Array.from({ length: Math.round(cells / COLUMNS.length) }, (_, row) => line(cellsOf(row, 0)))
      const head = line(COLUMNS.map(([caption]) => caption))
      if (place)
        place.innerHTML = `<div id="form1_Список" class="grid"><div class="gridHead">${head}</div><div class="gridBody">${rows.join('')}</div></div>`
      // Laid out here, or the reader would pay for it.
      document.body.getBoundingClientRect()
      return performance.now() - from
    },
    rerender(turn, how, count = 40, from = 0) {
      const list = body()
      const old = [...list.children].slice(from, from + count)
      const rows = old.map((_, n) => cellsOf(from + n, turn))
      if (how === 'text') {
        for (const [n, cells] of rows.entries()) {
          const texts = old[n]?.querySelectorAll('.gridBoxText') ?? []
          for (const [column, text] of texts.entries()) text.textContent = cells[column] ?? ''
        }
      } else {
        const made = document.createElement('template')
        made.innerHTML = rows.map((cells) => line(cells)).join('')
        for (const [n, fresh] of [...made.content.children].entries()) old[n]?.replaceWith(fresh)
      }
      return rows.length
    },
    phone: (row) => body().children[row]?.children[PHONE_COLUMN]?.textContent ?? '',
  }
}

Object.defineProperty(window, '__bench', { value: bench() })
