import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import type { Language } from '../../../ui/words/language.ts'
import type { Session } from '../contract.ts'
import { ServerError, type ServerLink } from './server.ts'
import { pageWords } from './words.ts'

type SignInProps = {
  link: ServerLink
  hasPassword: boolean
  language: Language
  onLanguage: (language: Language) => void
  onDone: (session: Session) => void
}

/** Taken out of the address at once: neither history nor a glance at the screen keeps it. */
function linkInAddress(): string | null {
  const code = /^#link=([\w-]{43})$/.exec(location.hash)?.[1] ?? null
  if (code !== null) history.replaceState(null, '', location.pathname)
  return code
}

export function SignIn({ link, hasPassword, language, onLanguage, onDone }: SignInProps) {
  const words = pageWords[language]
  const [refusal, setRefusal] = useState<ServerError['word'] | null>(null)
  const [busy, setBusy] = useState(false)

  const enter = async (wish: { password: string } | { link: string }) => {
    setBusy(true)
    setRefusal(null)
    try {
      onDone(await link.signIn(wish))
    } catch (error) {
      setRefusal(error instanceof ServerError ? error.word : 'internal')
      setBusy(false)
    }
  }
  useEffect(() => {
    const code = linkInAddress()
    if (code !== null) void enter({ link: code })
  }, [])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const { target } = event
    if (!(target instanceof HTMLFormElement)) return
    const password = new FormData(target).get('password')
    if (typeof password === 'string' && password !== '') void enter({ password })
  }

  return (
    <main class="alone">
      <h1>
        <span class="mark">
          <Icon name="handset" />
        </span>
        Трубка <span class="soft">{words.title}</span>
      </h1>
      <section aria-labelledby="sign-in">
        <h2 id="sign-in">{words.signIn.title}</h2>
        {refusal !== null && <Notice kind="warning">{words.error[refusal]}</Notice>}
        {hasPassword ? (
          <form onSubmit={submit}>
            <label>
              <span>{words.signIn.password}</span>
              <input type="password" name="password" autocomplete="current-password" required autofocus />
            </label>
            <Button type="submit" kind="accent" large disabled={busy}>
              {words.signIn.enter}
            </Button>
          </form>
        ) : (
          <>
            <p>{busy ? words.signIn.linkWorks : words.signIn.noPassword}</p>
            <pre>
              <code>{'node dist/server/main.js password\nnode dist/server/main.js link'}</code>
            </pre>
          </>
        )}
      </section>
      <Button kind="plain" onClick={() => onLanguage(language === 'ru' ? 'en' : 'ru')}>
        <span lang={language === 'ru' ? 'en' : 'ru'}>{words.otherLanguage}</span>
      </Button>
    </main>
  )
}
