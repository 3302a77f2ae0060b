import { useEffect, useState } from 'preact/hooks'
import * as v from 'valibot'
import { RoutingSettings } from '../../../protocol/routing.ts'
import { Button } from '../../../ui/Button.tsx'
import { plain } from '../../../ui/text.ts'
import { type ChangeEntry, ChangesPage } from '../contract.ts'
import { BasePicker } from './BasePicker.tsx'
import { usePage } from './context.ts'
import { HistoryList } from './HistoryList.tsx'
import { journalWords } from './journal-words.ts'
import { Listenings } from './Listenings.tsx'
import { partWords } from './part-words.ts'
import { query } from './server.ts'
import { Trail } from './Trail.tsx'
import { usePages } from './use-pages.ts'
import { pageWords } from './words.ts'

const FRESH_MS = 5000

/** Who wrote which rule, who changed which setting, and who listened to which call. */
export function JournalPage() {
  const { language } = usePage()
  const words = journalWords[language]
  const [shown, show] = useState<'rules' | 'changes' | 'listenings'>('rules')
  const [base, setBase] = useState('')
  const [part, setPart] = useState('')
  const version = useTick()
  return (
    <>
      <h2>{words.title}</h2>
      <div class="tools">
        <fieldset class="choice" aria-label={words.title}>
          {(['rules', 'changes', 'listenings'] as const).map((name) => (
            <Button key={name} pressed={shown === name} onClick={() => show(name)}>
              {words[name]}
            </Button>
          ))}
        </fieldset>
        {shown === 'rules' && (
          <>
            <BasePicker all value={base} onChange={setBase} />
            <label class="search">
              <span>{words.search}</span>
              <input
                type="search"
                autocomplete="off"
                value={part}
                onInput={(event) => setPart(event.currentTarget.value)}
              />
            </label>
          </>
        )}
      </div>
      {shown === 'rules' && <HistoryList base={base} part={part} version={version} />}
      {shown === 'changes' && <Changes version={version} />}
      {shown === 'listenings' && <Listenings version={version} />}
    </>
  )
}

function useTick(): string {
  const [tick, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick((before) => before + 1), FRESH_MS)
    return () => clearInterval(timer)
  }, [])
  return String(tick)
}

function Changes({ version }: { version: string }) {
  const { language, link } = usePage()
  const words = journalWords[language]
  const pages = usePages<ChangeEntry, number>('changes', version, async (before) => {
    const page = await link.get(`changes?${query({ before })}`, ChangesPage)
    return { items: page.entries, next: page.before, found: null }
  })
  const what = {
    head: words.what,
    cell: ({ change }: ChangeEntry) =>
      changeLines(change, language).map((line) => (
        <div key={line}>
          <bdi>{line}</bdi>
        </div>
      )),
  }
  return <Trail pages={pages} empty={words.noChanges} columns={[what]} />
}

function changeLines(change: ChangeEntry['change'], language: 'ru' | 'en'): string[] {
  const words = journalWords[language]
  switch (change.what) {
    case 'tokenMade':
    case 'tokenRevoked':
      return [words.change[change.what](`«${plain(change.name) || change.id}» (${plain(change.base)})`)]
    case 'paired':
    case 'revoked':
      return [
        words.change[change.what](
          [change.operator, change.browser]
            .filter(Boolean)
            .map((each) => plain(each))
            .join(', '),
        ),
      ]
    case 'roleGiven':
      return [words.roleGiven(plain(change.operator), partWords[language].people.roles[change.role])]
    case 'bookNamed':
    case 'bookRemoved':
      return [words.change[change.what](plain(change.name))]
    case 'bookFilled':
      return [words.bookFilled(plain(change.name), change.put, change.removed)]
    case 'fileEdited':
      return [
        words.fileEdited(plain(change.base), change.rulesBefore, change.rulesAfter),
        ...(change.putBack > 0 ? [words.putBack(change.putBack)] : []),
      ]
    case 'settings':
      return [
        ...interactionLines(change.settings.interactions, language),
        ...keepLines(change.settings.keepDays, language),
        ...(['enabled', 'lastDigits', 'internalLength'] as const).flatMap((name) =>
          name in change.settings ? [`${words.setting[name]}: ${valueText(change.settings[name], language)}`] : [],
        ),
      ]
  }
}

function interactionLines(value: unknown, language: 'ru' | 'en'): string[] {
  if (!v.is(v.record(v.string(), v.nullable(v.number())), value)) return []
  const { interactions } = pageWords[language].settings
  return Object.entries(value).map(([base, count]) => `${interactions} (${plain(base)}): ${valueText(count, language)}`)
}

function keepLines(value: unknown, language: 'ru' | 'en'): string[] {
  const { keep, keepChat, keepRecordings, days } = pageWords[language].settings
  if (!v.is(v.record(v.picklist(['chat', 'recordings']), v.nullable(v.number())), value)) return []
  return Object.entries(value).map(
    ([what, count]) =>
      `${keep} (${what === 'chat' ? keepChat : keepRecordings}): ${count === null ? journalWords[language].back : days(count)}`,
  )
}

function valueText(value: unknown, language: 'ru' | 'en'): string {
  const { on, off, from, to } = pageWords[language].settings
  if (value === null) return journalWords[language].back
  if (typeof value === 'boolean') return (value ? on : off).toLowerCase()
  if (v.is(RoutingSettings.entries.internalLength, value)) return `${from} ${value.min} ${to} ${value.max}`
  return typeof value === 'number' ? String(value) : ''
}
