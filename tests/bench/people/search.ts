import Fuse from 'fuse.js'
import MiniSearch from 'minisearch'
import { NameIndex } from '../../../src/protocol/name-index.ts'
import { now } from '../clock.ts'
import { comparison, quantile, type Row, rowOf } from '../report.ts'

type Entry = { id: string; name: string; about: string; numbers: string[] }

const SURNAMES = 'Иванов Петров Сидоров Кузнецов Смирнов Волков Ковалёв Фёдоров Морозов Лебедев Яхонтов Щукин'.split(
  ' ',
)
const NAMES = 'Иван Пётр Анна Мария Олег Елена Сергей Ольга Юрий Зоя'.split(' ')
const FIRMS = 'Ромашка Альфа Вектор Самоцвет Техносервис Горизонт Прогресс Меркурий'.split(' ')
/** Of what an operator types; the last in the wrong layout. */
const TYPED = [
  ['one letter', 'и'],
  ['three letters', 'яхо'],
  ['two words', 'ром зоя'],
  ['part of a number', '56778'],
  ['wrong layout', 'z[jyn'],
] as const
/** What others cannot do. */
const BEYOND: Readonly<Record<string, readonly string[]>> = {
  'part of a number': ['minisearch'],
  'wrong layout': ['minisearch', 'fuse.js', 'filter'],
}
const MOST = 50

const entry = (i: number): Entry => ({
  id: `entry-${i}`,
  name: `${SURNAMES[i % 12]}${i % 97} ${NAMES[(i * 7) % 10]}`,
  about: `ООО «${FIRMS[(i * 3) % 8]} ${i % 1000}» Отдел ${i % 40}`,
  numbers: [`7903${String((i * 7919) % 10_000_000).padStart(7, '0')}`],
})

/**
 * Search in an address book, beside others' in the same run. These know nothing of layouts, and minisearch finds a number
 * by its beginning alone: such rows have no peers, or fewer.
 */
export function searchRows(size: number, turns: number): Row[] {
  const entries = Array.from({ length: size }, (_, i) => entry(i))
  const began = now()
  const ours = new NameIndex<Entry>((each) => each, entries)
  const made = now() - began

  const documents = entries.map(({ id, name, about, numbers }) => ({ id, name, about, numbers: numbers.join(' ') }))
  const mini = new MiniSearch<(typeof documents)[number]>({ fields: ['name', 'about', 'numbers'] })
  mini.addAll(documents)
  const fuse = new Fuse(documents, { keys: ['name', 'about', 'numbers'], threshold: 0, ignoreLocation: true })
  const plain = (typed: string) => {
    const words = typed.split(' ')
    const found = documents.filter(({ name, about, numbers }) => {
      const text = ` ${name} ${about} ${numbers}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    return found.sort((a, b) => a.name.localeCompare(b.name, 'ru')).slice(0, MOST)
  }
  const rows = [rowOf(`address book of ${size} taken into memory`, 'ms', [made])]
  for (const [what, typed] of TYPED) {
    const runs: Record<string, () => unknown> = {
      ours: () => ours.search(typed, MOST),
      minisearch: () => mini.search(typed, { prefix: true, combineWith: 'AND' }).slice(0, MOST),
      'fuse.js': () => fuse.search(typed, { limit: MOST }),
      filter: () => plain(typed),
    }
    for (const peer of BEYOND[what] ?? []) delete runs[peer]
    const taken = new Map(Object.keys(runs).map((name) => [name, [] as number[]]))
    // In turn, so that other work on the machine meets all of them.
    for (let turn = 0; turn < turns; turn++)
      for (const [name, run] of Object.entries(runs)) {
        const start = now()
        run()
        taken.get(name)?.push(now() - start)
      }
    const medians = new Map(Array.from(taken, ([name, times]) => [name, quantile(times, 0.5)]))
    const own = medians.get('ours') ?? 0
    medians.delete('ours')
    const row = comparison(`search of ${size}, ${what}`, 'ms', own, medians, 0.01)
    rows.push({ ...row, p95: Math.round(quantile(taken.get('ours') ?? [], 0.95) * 100) / 100, n: turns })
  }
  return rows
}
