import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type ChatId, type ChatLink, MOST_TEXT } from '../../protocol/chat.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { Button } from '../../ui/Button.tsx'
import { newCommandId } from '../../ui/command-id.ts'
import { Icon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import { chatWords } from '../../ui/words/chat.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import type { ChatDesk } from './desk.ts'
import { LinkTitle } from './LineLink.tsx'
import { clientLinkOf, clientsOf } from './links.ts'
import type { ChatSource } from './source.ts'

type Props = {
  chat: ChatId
  name: string
  state: OperatorState
  desk: ChatDesk
  online: boolean
  source: ChatSource
  language: Language
  onSent: () => void
}

/** While one writes, the others are told so, and so often. */
const TYPING_MS = 3_000

/** Where a line is written: Enter sends it, Shift+Enter begins a new one. What was typed is there again when one comes back. */
export function Composer({ chat, name, state, desk, online, source, language, onSent }: Props) {
  const words = chatWords[language]
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(desk.draft(chat))
  const [refusal, setRefusal] = useState<string | null>(null)
  const told = useRef(0)
  const tooLong = text.length - MOST_TEXT
  const isEmpty = text.trim() === '' && desk.link === null
  useLayoutEffect(() => field.current?.focus(), [])

  const type = (now: string) => {
    setText(now)
    setRefusal(null)
    desk.setDraft(chat, now)
    if (!online || now.trim() === '' || Date.now() - told.current < TYPING_MS) return
    told.current = Date.now()
    // Nobody misses it.
    source.typing({ chat }).catch(() => {})
  }
  const send = async () => {
    if (isEmpty || tooLong > 0) return
    const { link } = desk
    // A link alone is a line, too.
    const line = text.trim() === '' ? plain(link?.title ?? '') : text.replace(/\r\n?/g, '\n').trimEnd()
    desk.setDraft(chat, '')
    desk.attach(null)
    setText('')
    told.current = 0
    try {
      await source.send({ message: newCommandId(), chat, text: line, link })
      onSent()
    } catch (error) {
      setRefusal(errorText(error, language))
      setText(text)
      desk.setDraft(chat, text)
      desk.attach(link)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    if (!event.repeat) void send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const link = clientLinkOf(event.clipboardData?.getData('text/plain') ?? '', state.bases, words.link.client)
    if (!link) return
    event.preventDefault()
    desk.attach(link)
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {desk.link !== null && (
        <div class="line-link composer-link">
          <LinkTitle link={desk.link} language={language} />
          <Button
            kind="plain"
            icon="close"
            command="removeLink"
            label={words.removeLink}
            title={words.removeLink}
            onClick={() => desk.attach(null)}
          />
        </div>
      )}
      {desk.link === null && <Offered state={state} language={language} attach={desk.attach} />}
      <div class="composer-row">
        <textarea
          ref={field}
          data-field="chat"
          rows={Math.min(6, text.split('\n').length)}
          value={text}
          aria-label={words.writeTo(name)}
          aria-invalid={tooLong > 0}
          placeholder={words.write}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button
          type="submit"
          class="t-button accent"
          data-command="sendLine"
          aria-label={words.send}
          title={words.sendHint}
          disabled={isEmpty || tooLong > 0}
        >
          <Icon name="send" />
        </button>
      </div>
      {tooLong > 0 && <Notice kind="warning">{words.tooLong(tooLong, MOST_TEXT)}</Notice>}
      {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
    </form>
  )
}

/** The clients one is talking to just now. */
function Offered(props: { state: OperatorState; language: Language; attach: (link: ChatLink) => void }) {
  const { state, language, attach } = props
  const clients = clientsOf(state)
  if (clients.length === 0) return null
  return (
    <div class="composer-offers">
      {clients.map((link) => (
        <Button key={link.link} icon="person" command="attachClient" onClick={() => attach(link)}>
          {chatWords[language].aboutClient(plain(link.title))}
        </Button>
      ))}
    </div>
  )
}
