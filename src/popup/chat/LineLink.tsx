import { useState } from 'preact/hooks'
import { format } from '../../phone/format.ts'
import type { ChatLink } from '../../protocol/chat.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { moment } from '../../ui/moment.ts'
import { type Opener, useOpening } from '../../ui/OpenIn1C.tsx'
import { plain } from '../../ui/text.ts'
import { chatWords } from '../../ui/words/chat.ts'
import type { Language } from '../../ui/words/language.ts'
import { useCallBack } from '../journal/CallBack.tsx'
import type { JournalSource } from '../journal/source.ts'
import { Player } from '../recording/Player.tsx'

export type LinkTools = { opener: Opener; journal: Pick<JournalSource, 'call' | 'listen'> }
type Props = { link: ChatLink; tools: LinkTools; language: Language }

/** What a line is about: a card that opens in 1C, or a call that can be called back and listened to by whoever may. */
export function LineLink({ link, ...rest }: Props) {
  return link.kind === 'client' ? <ClientLink link={link} {...rest} /> : <CallLink link={link} {...rest} />
}

function ClientLink({ link, tools, language }: Props & { link: Extract<ChatLink, { kind: 'client' }> }) {
  const words = chatWords[language]
  const { opening, start, notice } = useOpening(tools.opener, language)
  return (
    <div class="line-link">
      <LinkTitle link={link} language={language} />
      <Button
        icon="window"
        command="openIn1C"
        disabled={opening}
        onClick={() => start({ base: link.base, link: link.link })}
      >
        {words.openClient}
      </Button>
      {notice}
    </div>
  )
}

function CallLink({ link, tools, language }: Props & { link: Extract<ChatLink, { kind: 'call' }> }) {
  const words = chatWords[language]
  const callBack = useCallBack(tools.journal.call, language)
  const [listening, setListening] = useState(false)
  return (
    <div class="line-link">
      <LinkTitle link={link} language={language} />
      <Button
        icon={listening ? 'close' : 'sound'}
        command="listen"
        pressed={listening}
        onClick={() => setListening(!listening)}
      >
        {listening ? words.stopListening : words.listen}
      </Button>
      {callBack.button(link.number, plain(link.title))}
      {callBack.notice}
      {listening && <Player open={() => tools.journal.listen(link.call)} language={language} />}
    </div>
  )
}

export function LinkTitle({ link, language }: { link: ChatLink; language: Language }) {
  const words = chatWords[language]
  const title = plain(link.title)
  return (
    <span class="line-link-title">
      <Icon name={link.kind === 'client' ? 'person' : 'handset'} size={16} />
      <span>
        <span class="t-only-read">{words.link[link.kind]}: </span>
        <bdi>{title}</bdi>
        {link.kind === 'call' && (
          <span class="soft">
            {link.number !== '' && !title.includes(format(link.number)) && <bdi>{` ${format(link.number)}`}</bdi>}
            {`, ${moment(link.at, language)}`}
          </span>
        )}
      </span>
    </span>
  )
}
