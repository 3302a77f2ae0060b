import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a benchmark does to the page; all of it runs in the page itself, never in a script's own world. */
export type ListPage = {
  /** A list of so many cells, ten to a row, which no script knows for a 1C list yet. */
  build(cells: number): void
  /** From now on it bears the id of a list. Both say their mark first. */
  reveal(mark: string): void
  /** What a scrolled list does to the rows in sight: new row nodes, or other text in the same ones. */
  rerender(mark: string, step: number, how: Rerender): void
}
export type Rerender = 'replace' | 'text'

/** As many rows as a screen shows. */
export const ROWS_IN_SIGHT = 40

const HTML = `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>List</title><style>
body { margin: 0; font: 13px Arial, sans-serif; }
.grid { position: relative; width: 1600px; height: 900px; overflow: auto; border: 1px solid #ccc; }
.gridLine { display: flex; height: 22px; border-bottom: 1px solid #eee; box-sizing: border-box; white-space: nowrap; }
.gridBox { width: 160px; flex: none; overflow: hidden; padding: 3px 6px; box-sizing: border-box; }
.gridBoxText { overflow: hidden; text-overflow: ellipsis; }
.gridHead { background: #f5f2dd; }
</style></head><body><div id="page"></div><script>(LIST)(40)</script></body></html>`

/**
 * Serves the page by several names of this machine. The extension is granted one of them; each peer has its own, so that
 * no two share a process, and with it a main thread.
 */
export async function serveListPage(): Promise<{ server: Server; ours: string; other: (name: string) => string }> {
  const html = HTML.replace('LIST', () => String(listPage)).replace('(40)', `(${ROWS_IN_SIGHT})`)
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { server, ours: `http://127.0.0.1:${port}/`, other: (name) => `http://${name}.localhost:${port}/` }
}

/** Runs in the page: a list in the web client's markup, one column of ten with telephones in the spellings people use. */
function listPage(rowsInSight: number): void {
  const columns = [
    ...['Дата', 'Номер', 'Контрагент', 'ИНН', 'КПП'],
    ...['Сумма', 'Телефон', 'Договор', 'Ответственный', 'Комментарий'],
  ]
  const firms = ['ООО «Ромашка»', 'АО «Вектор»', 'ИП Соколов Д. А.', 'ООО «ТД Северный»', 'ПАО «Меридиан»']
  const people = ['Иванов Иван Иванович', 'Петрова Мария Сергеевна', 'Сидоров Пётр', 'Кузнецова А. В.']
  const notes = ['Отгрузить до конца месяца', 'Согласовано', 'Ожидает оплаты', 'Срочно, см. приложение']
  const codes = ['495', '499', '812', '903', '916', '926', '343', '861', '921', '800']

  /** The same numbers for the same seed, whoever asks. */
  const dice = (seed: number) => {
    let state = seed >>> 0
    return (below: number) => {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
      state = Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0
      return ((state ^ (state >>> 15)) >>> 0) % below
    }
  }
  const digits = (value: number, count: number) => String(value).padStart(count, '0')
  const of = <T>(list: readonly T[], roll: (below: number) => number) => list[roll(list.length)]
  const telephone = (roll: (below: number) => number): string => {
    const code = of(codes, roll)
    const [a, b, c] = [digits(200 + roll(700), 3), digits(roll(100), 2), digits(roll(100), 2)]
    const spellings = [
      `+7 (${code}) ${a}-${b}-${c}`,
      `8 (${code}) ${a}-${b}-${c}`,
      `8${code}${a}${b}${c}`,
      `+7${code}${a}${b}${c}`,
      `+7 ${code} ${a}-${b}-${c}`,
      `8-${code}-${a}-${b}-${c}`,
    ]
    return String(of(spellings, roll))
  }
  const row = (at: number, step: number): string[] => {
    const roll = dice(at * 7919 + step * 104_729 + 1)
    const day = `${digits(1 + roll(28), 2)}.${digits(1 + roll(12), 2)}.202${roll(6)}`
    return [
      `${day} ${digits(roll(24), 2)}:${digits(roll(60), 2)}:${digits(roll(60), 2)}`,
      `РТ00-${digits(at, 6)}`,
      String(of(firms, roll)),
      `77${digits(roll(1e8), 8)}`,
      `7701${digits(roll(1e5), 5)}`,
      `${1 + roll(900)} ${digits(roll(1000), 3)},${digits(roll(100), 2)}`,
      telephone(roll),
      `Договор № ${1000 + roll(9000)} от ${day}`,
      String(of(people, roll)),
      String(of(notes, roll)),
    ]
  }
  const lineOf = (texts: readonly string[]) => {
    const line = document.createElement('div')
    line.className = 'gridLine'
    for (const [at, text] of texts.entries()) {
      const box = document.createElement('div')
      box.className = 'gridBox'
      box.setAttribute('colindex', String(at))
      const inner = document.createElement('div')
      inner.className = 'gridBoxText'
      inner.textContent = text
      box.append(inner)
      line.append(box)
    }
    return line
  }
  const part = (name: string, lines: HTMLElement[]) => {
    const element = document.createElement('div')
    element.className = name
    element.append(...lines)
    return element
  }

  const grid = part('grid', [])
  let body = part('gridBody', [])
  const list: ListPage = {
    build(cells) {
      const lines = Array.from({ length: cells / columns.length }, (_, at) => lineOf(row(at, 0)))
      body = part('gridBody', lines)
      grid.replaceChildren(part('gridHead', [lineOf(columns)]), body)
      document.getElementById('page')?.replaceChildren(grid)
    },
    reveal(mark) {
      console.timeStamp(mark)
      grid.id = 'grid_form1_Список'
    },
    rerender(mark, step, how) {
      console.timeStamp(mark)
      for (let at = 0; at < rowsInSight; at++) {
        const line = body.children[at]
        // Rows written in place show others than those put there anew before.
        const texts = row(at, 2 * step + (how === 'text' ? 2 : 1))
        if (how === 'replace') line?.replaceWith(lineOf(texts))
        else for (const [index, text] of texts.entries()) boxText(line, index, text)
      }
    },
  }
  const boxText = (line: Element | undefined, index: number, text: string) => {
    const inner = line?.children[index]?.firstElementChild
    if (inner) inner.textContent = text
  }
  Object.assign(window, { list })
}
