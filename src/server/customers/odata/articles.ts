import type { Article } from '../../../protocol/intake.ts'
import type { ArticleWish } from '../customers.ts'
import { refOf } from './details.ts'
import { linkTo } from './link.ts'
import { isGuid, literal, refersTo } from './literals.ts'
import { firstRows, has, hasProperty, type Live, rowByKey, textOf } from './live.ts'
import { bare } from './presets/preset.ts'

const SHOWN = 20
const LOOKED_AT = 100
const MAX_TEXT = 100
const MAX_WORDS = 6
/** Shorter words tell nothing, and are in every article. */
const SHORTEST = 3

type Subject = { words: string[]; service: string }

/** What the knowledge base has (SPEC B11): what fits the «Тип услуги» and the Interest first. @throws ODataError */
export async function findArticles(live: Live, wish: ArticleWish): Promise<Article[]> {
  const { articles: names } = live.preset
  if (!has(live, names.set)) return []
  const typed = wordsOf(wish.text, 1)
  const interest = await subjectOf(live, wish.interest)
  const services = new Set([wish.service, interest.service].filter(isGuid))
  const filter = [`${names.deleted} eq false`, ...conditions(live, typed, interest.words, services)]
  const rows = await firstRows(live, names.set, [names.ref, names.name, names.service], {
    filter: filter.join(' and '),
    order: names.name,
    top: LOOKED_AT,
  })
  const score = (title: string, service: string) => {
    const low = title.toLocaleLowerCase('ru')
    const fits = services.has(service) ? 4 : 0
    return (
      fits +
      (typed.some((word) => low.includes(word)) ? 2 : 0) +
      (interest.words.some((word) => low.includes(word)) ? 1 : 0)
    )
  }
  return rows
    .map((row) => {
      const [ref, title] = [textOf(row, names.ref), textOf(row, names.name)]
      const link = linkTo(names.set, ref)
      return {
        article: link === null ? null : { ref, title, link },
        score: score(title, refOf(textOf(row, names.service))),
      }
    })
    .sort((a, b) => b.score - a.score)
    .flatMap(({ article }) => article ?? [])
    .slice(0, SHOWN)
}

/** Whatever is typed must be in the article; where nothing is, it is to fit the service or the Interest. */
function conditions(
  live: Live,
  typed: readonly string[],
  about: readonly string[],
  services: ReadonlySet<string>,
): string[] {
  const { articles: names } = live.preset
  const within = (word: string) => {
    const text = hasProperty(live, names.set, names.text)
      ? ` or substringof(${literal(word)}, ${bare(names.text)})`
      : ''
    return `(substringof(${literal(word)}, ${names.name})${text})`
  }
  if (typed.length > 0) return typed.map(within)
  const fitting = [
    ...(hasProperty(live, names.set, names.service)
      ? [...services].map((service) => refersTo(bare(names.service), service, live.preset.services.set))
      : []),
    ...about.map(within),
  ]
  return fitting.length === 0 ? [] : [`(${fitting.join(' or ')})`]
}

/** What an Interest is about. */
async function subjectOf(live: Live, interest: string | null): Promise<Subject> {
  const { interests: names } = live.preset
  if (interest === null || !isGuid(interest)) return { words: [], service: '' }
  const row = await rowByKey(live, names.set, interest, [names.topic, names.service])
  if (row === null) return { words: [], service: '' }
  return { words: wordsOf(textOf(row, names.topic), SHORTEST), service: refOf(textOf(row, names.service)) }
}

function wordsOf(text: string, shortest: number): string[] {
  const words =
    text
      .slice(0, MAX_TEXT)
      .toLocaleLowerCase('ru')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words)].filter((word) => word.length >= shortest).slice(0, MAX_WORDS)
}
