import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { ask, language as spoken } from '../platform/page.ts'
import { openOptions } from '../platform/pages.ts'
import { watchPanelMirror } from '../platform/panel-mirror.ts'
import { openPanelWindow, openSidePanel } from '../platform/panel-window.ts'
import type { ChatId, ChatLink } from '../protocol/chat.ts'
import type { Mirror, OwnLines } from '../protocol/mirror.ts'
import { RECORDING_LINK } from '../protocol/recording.ts'
import type { OperatorState } from '../protocol/state.ts'
import type { HangUps } from '../ui/intake/hang-up.ts'
import { numberOfLink } from '../ui/phone-link.ts'
import { Photos, photosBy } from '../ui/photos.ts'
import { plain } from '../ui/text.ts'
import { useMirror } from '../ui/use-mirror.ts'
import { chatWords } from '../ui/words/chat.ts'
import { contactsWords } from '../ui/words/contacts.ts'
import { journalWords } from '../ui/words/journal.ts'
import type { Language } from '../ui/words/language.ts'
import { panelWords } from '../ui/words/panel.ts'
import { statisticsWords } from '../ui/words/statistics.ts'
import { Calls } from './calls/Calls.tsx'
import { ChatPart } from './chat/ChatPart.tsx'
import { OpenChat, useChatDesk } from './chat/desk.ts'
import { chatSource } from './chat/source.ts'
import { BooksPart } from './contacts/BooksPart.tsx'
import { ColleaguesPart } from './contacts/ColleaguesPart.tsx'
import { contactsSource } from './contacts/source.ts'
import { DialField } from './dial/DialField.tsx'
import { Offer } from './dial/Offer.tsx'
import { Acceptances } from './intake/Acceptances.tsx'
import { Notices } from './intake/Notices.tsx'
import { PanelIntakes } from './intake/PanelIntakes.tsx'
import { JournalPart } from './journal/JournalPart.tsx'
import { journalSource } from './journal/source.ts'
import { panelKeys } from './keys.ts'
import { opener } from './opener.ts'
import { Parts } from './parts/Parts.tsx'
import { LinkedRecording } from './recording/LinkedRecording.tsx'
import { FirstRun } from './state/FirstRun.tsx'
import { Owed } from './state/Owed.tsx'
import { PageTools } from './state/PageTools.tsx'
import { State } from './state/State.tsx'
import { TopLine } from './state/TopLine.tsx'
import { StatisticsPart } from './statistics/StatisticsPart.tsx'
import { saveFile } from './statistics/save-file.ts'

/** The link for which the browser has opened this page; gone from the address, so that a reload does not offer it anew. */
function takeLink(): string | null {
  const link = new URLSearchParams(location.search).get('tel')
  if (link !== null) history.replaceState(null, '', location.pathname)
  return link
}

const findPhoto = photosBy((wish) => ask('people.photo', wish))
const hangUps: HangUps = { listener: null }
const isPopup = document.documentElement.classList.contains('popup')
/** The popup gives way to what was opened in its place; where that fails, it stays. */
const move = (opened: Promise<unknown>) =>
  void opened.then(
    () => close(),
    (error: unknown) => console.error(error),
  )

function selfOf({ state, preferences: { showIdle } }: Mirror) {
  if (!state) return null
  const { id, name, number } = state.self
  return { name: plain(name), number, status: state.statuses[id] ?? null, showIdle }
}

/** «Панель управления». Holds nothing of its own: all of it is the mirror. */
export function Panel() {
  const mirror = useMirror(watchPanelMirror)
  const language = spoken()
  useLayoutEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const root = useRef<HTMLElement>(null)
  const [link, setLink] = useState(takeLink)
  useEffect(() => {
    const stop = new AbortController()
    if (root.current) panelKeys(root.current, stop.signal)
    return () => stop.abort()
  }, [])
  const settings = () => void openOptions()

  return (
    <Photos.Provider value={findPhoto}>
      <main class="panel" ref={root} aria-label={panelWords[language].name}>
        <TopLine
          who={mirror && selfOf(mirror)}
          online={mirror?.connection === 'online'}
          language={language}
          onSettings={settings}
          {...(isPopup && { onSide: () => move(openSidePanel()), onWindow: () => move(openPanelWindow()) })}
        />
        {mirror?.connection === 'notPaired' && <FirstRun language={language} onSettings={settings} />}
        {mirror && mirror.connection !== 'notPaired' && (
          <>
            <State mirror={mirror} language={language} onSettings={settings} />
            <Owed
              owed={mirror.owed}
              faults={mirror.owedFaults ?? []}
              refusals={mirror.refusals ?? []}
              language={language}
            />
            {link?.startsWith(RECORDING_LINK) && (
              <LinkedRecording link={link} source={journalSource} language={language} onDone={() => setLink(null)} />
            )}
            {link !== null && !link.startsWith(RECORDING_LINK) && (
              <Offer
                number={numberOfLink(link)}
                state={mirror.state}
                language={language}
                onDone={() => setLink(null)}
              />
            )}
            <DialField
              key={link === null ? 'asked' : 'offered'}
              state={mirror.state}
              dialled={mirror.dialled ?? []}
              focused={link === null}
              language={language}
            />
            <Calls mirror={mirror} hangUps={hangUps} language={language} />
            <PanelIntakes mirror={mirror} hangUps={hangUps} language={language} />
            <Acceptances
              acceptances={mirror.state?.acceptances ?? []}
              bases={mirror.state?.bases ?? []}
              language={language}
            />
            <Notices notices={mirror.state?.notices ?? []} language={language} />
            {mirror.state && <PanelParts mirror={mirror} state={mirror.state} language={language} />}
            <PageTools language={language} onPointing={() => isPopup && close()} />
          </>
        )}
      </main>
    </Photos.Provider>
  )
}

type PartsProps = { mirror: Mirror; state: OperatorState; language: Language }

const NO_LINES: OwnLines = { owed: [], refused: [] }
const NO_DRAFTS = {}
const linkTools = { opener, journal: journalSource }

function PanelParts({ mirror, state, language }: PartsProps) {
  const online = mirror.connection === 'online'
  const desk = useChatDesk(mirror.drafts ?? NO_DRAFTS, chatSource.draft)
  const [asked, setAsked] = useState<{ part: string; at: number } | null>(null)
  const askForChat = () => setAsked({ part: 'chat', at: Date.now() })
  const openChat = {
    with: (chat: ChatId) => {
      desk.show({ is: 'chat', chat, at: null })
      askForChat()
    },
    send: (link: ChatLink) => {
      desk.attach(link)
      desk.show({ is: 'begin' })
      askForChat()
    },
  }
  const { wantedChat } = mirror
  useEffect(() => {
    if (!wantedChat) return
    openChat.with(wantedChat.chat)
    void chatSource.opened()
  }, [wantedChat?.at])
  const unread = (state.chats ?? []).reduce((sum, chat) => sum + chat.unread, 0)
  return (
    <OpenChat.Provider value={openChat}>
      <Parts
        language={language}
        wanted={asked}
        parts={[
          {
            id: 'calls',
            name: journalWords[language].calls,
            count: state.missed,
            show: () => (
              <JournalPart state={state} online={online} source={journalSource} opener={opener} language={language} />
            ),
          },
          {
            id: 'colleagues',
            name: contactsWords[language].colleagues,
            show: () => <ColleaguesPart state={state} source={contactsSource} language={language} />,
          },
          {
            id: 'books',
            name: contactsWords[language].books,
            show: () => (
              <BooksPart state={state} online={online} source={contactsSource} language={language} save={saveFile} />
            ),
          },
          {
            id: 'chat',
            name: chatWords[language].name,
            count: unread,
            show: () => (
              <ChatPart
                state={state}
                own={mirror.chat ?? NO_LINES}
                desk={desk}
                online={online}
                source={chatSource}
                tools={linkTools}
                language={language}
              />
            ),
          },
          {
            id: 'statistics',
            name: statisticsWords[language].name,
            show: () => (
              <StatisticsPart
                state={state}
                online={online}
                source={journalSource}
                language={language}
                save={saveFile}
              />
            ),
          },
        ]}
      />
    </OpenChat.Provider>
  )
}
