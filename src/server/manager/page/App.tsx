import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { ManagerState, type Session } from '../contract.ts'
import { AccessPage } from './AccessPage.tsx'
import { BooksPage } from './BooksPage.tsx'
import { PageProvider, type Undo } from './context.ts'
import { JournalPage } from './JournalPage.tsx'
import { useLanguage } from './language.ts'
import { PeoplePage } from './PeoplePage.tsx'
import { usePart } from './part.ts'
import { RulesPage } from './RulesPage.tsx'
import { SettingsPage } from './SettingsPage.tsx'
import { SignIn } from './SignIn.tsx'
import { StatePage } from './StatePage.tsx'
import { ServerError, ServerLink } from './server.ts'
import { Toast } from './Toast.tsx'
import { Top } from './Top.tsx'
import { pageWords } from './words.ts'

const PARTS = {
  state: StatePage,
  rules: RulesPage,
  people: PeoplePage,
  books: BooksPage,
  access: AccessPage,
  settings: SettingsPage,
  journal: JournalPage,
}
/** So old is what is shown, at most. */
const FRESH_MS = 3000

export function App() {
  const [language, setLanguage] = useLanguage()
  const [session, setSession] = useState<Session | null>(null)
  const [broken, setBroken] = useState(false)
  const link = useMemo(() => new ServerLink(), [])
  const words = pageWords[language]

  const look = () => {
    setBroken(false)
    link.session().then(setSession, () => setBroken(true))
  }
  useEffect(() => {
    link.onSignedOut = () => setSession((before) => before && { ...before, signedIn: false })
    look()
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `Трубка: ${words.title.toLowerCase()}`
  }, [language])

  if (broken)
    return (
      <main class="alone">
        <Notice kind="warning">{words.error.offline}</Notice>
        <Button onClick={look}>{words.retry}</Button>
      </main>
    )
  if (!session) return <main class="alone">{words.loading}</main>
  if (!session.signedIn)
    return (
      <SignIn
        link={link}
        hasPassword={session.password}
        language={language}
        onLanguage={setLanguage}
        onDone={setSession}
      />
    )
  return <Desk key="desk" link={link} language={language} onLanguage={setLanguage} onSignedOut={setSession} />
}

type DeskProps = {
  link: ServerLink
  language: 'ru' | 'en'
  onLanguage: (language: 'ru' | 'en') => void
  onSignedOut: (session: Session) => void
}
type Told = { text: string; warning: boolean; undo: Undo | null; id: number }

function Desk({ link, language, onLanguage, onSignedOut }: DeskProps) {
  const words = pageWords[language]
  const [state, setState] = useState<ManagerState | null>(null)
  const [stale, setStale] = useState(false)
  const [told, setTold] = useState<Told | null>(null)
  const [part, goTo] = usePart()
  const active = useActivity()

  useEffect(() => {
    let over = false
    let timer = 0
    const poll = async () => {
      try {
        const next = await link.get(active.take() ? 'state?active=1' : 'state', ManagerState)
        if (!over) {
          setState(next)
          setStale(false)
        }
      } catch {
        if (!over) setStale(true)
      }
      if (!over) timer = window.setTimeout(() => void poll(), FRESH_MS)
    }
    void poll()
    return () => {
      over = true
      window.clearTimeout(timer)
    }
  }, [])

  const say = (text: string, undo: Undo | null, warning = false) => setTold({ text, undo, warning, id: Date.now() })
  const fail = (error: unknown) => {
    const word = error instanceof ServerError ? error.word : 'internal'
    if (word !== 'notSignedIn') say(words.error[word], null, true)
  }
  const signOut = () => link.signOut().then(onSignedOut, fail)

  if (!state) return <main class="alone">{stale ? words.error.offline : words.loading}</main>
  const Part = PARTS[part]
  const page = {
    language,
    link,
    state,
    took: setState,
    say: (text: string, undo?: Undo) => say(text, undo ?? null),
    fail,
  }
  return (
    <PageProvider value={page}>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {words.skip}
      </button>
      <Top part={part} goTo={goTo} language={language} onLanguage={onLanguage} onSignOut={() => void signOut()} />
      <main id="content" tabIndex={-1}>
        {stale && <Notice kind="warning">{words.stale}</Notice>}
        <Part />
      </main>
      <Toast told={told} onClose={() => setTold(null)} />
    </PageProvider>
  )
}

/** Whether somebody has pressed or clicked anything since it was last asked. */
function useActivity() {
  const active = useRef(true)
  useEffect(() => {
    const note = () => {
      active.current = true
    }
    for (const name of ['keydown', 'pointerdown'] as const) window.addEventListener(name, note)
    return () => {
      for (const name of ['keydown', 'pointerdown'] as const) window.removeEventListener(name, note)
    }
  }, [])
  return {
    take: () => {
      const was = active.current
      active.current = false
      return was
    },
  }
}
