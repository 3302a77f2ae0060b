import * as v from 'valibot'
// oxlint-disable-next-line import/default -- crxjs makes the module that has it
import contentScript from '../content/main.ts?script&iife'
// oxlint-disable-next-line import/default -- as above
import abovePart from '../content/parts/above.tsx?script&iife'
// oxlint-disable-next-line import/default -- as above
import cardsPart from '../content/parts/cards.ts?script&iife'
// oxlint-disable-next-line import/default -- as above
import clientPart from '../content/parts/client.ts?script&iife'
// oxlint-disable-next-line import/default -- as above
import reportPart from '../content/parts/report.ts?script&iife'
// oxlint-disable-next-line import/default -- as above
import teachPart from '../content/parts/teach.tsx?script&iife'
// oxlint-disable-next-line import/default -- as above
import wizardPart from '../content/parts/wizard.tsx?script&iife'
import { onHalfMinute } from '../platform/alarms.ts'
import { showBadge } from '../platform/badge.ts'
import { ContentScripts, runInPage } from '../platform/content-scripts.ts'
import { ContextMenu } from '../platform/context-menu.ts'
import { isIdle, onIdle } from '../platform/idle.ts'
import { keepAlive } from '../platform/keep-alive.ts'
import { onBrowserStart, onInstalled, onInstalledOrUpdated, onNetwork } from '../platform/lifecycle.ts'
import { managedSettings, onManagedChanged } from '../platform/managed.ts'
import { servePages } from '../platform/messages.ts'
import { closeNotification, Notifications, onNotifications, showNotification, tell } from '../platform/notifications.ts'
import { language, speak } from '../platform/page.ts'
import { openWelcome } from '../platform/pages.ts'
import { openPanelWindow } from '../platform/panel-window.ts'
import { grantedSites, onSitesChanged } from '../platform/permissions.ts'
import { serveMirror } from '../platform/ports.ts'
import { Ringer } from '../platform/ringer.ts'
import { askFrontTab, onShortcut } from '../platform/shortcuts.ts'
import { slot } from '../platform/storage.ts'
import type { ChatId } from '../protocol/chat.ts'
import type { Intake } from '../protocol/intake.ts'
import type { Mirror } from '../protocol/mirror.ts'
import { dialable } from '../ui/choices.ts'
import { newCommandId } from '../ui/command-id.ts'
import { startRinging } from '../ui/ring-tone.ts'
import type { Asked } from '../ui/words/command-errors.ts'
import { errorText } from '../ui/words/errors.ts'
import { panelWords } from '../ui/words/panel.ts'
import { alertOf, isCallAlert, pressedOn, ringingCalls, ringingOf } from './alerts.ts'
import { callAnswers } from './answers/calls.ts'
import { chatAnswers } from './answers/chat.ts'
import { contactAnswers } from './answers/contacts.ts'
import { fieldAnswers } from './answers/fields.ts'
import { intakeAnswers } from './answers/intakes.ts'
import { journalAnswers } from './answers/journal.ts'
import { pageAnswers } from './answers/pages.ts'
import { peopleAnswers } from './answers/people.ts'
import { recordingAnswers } from './answers/recordings.ts'
import { routingAnswers } from './answers/routing.ts'
import { sessionAnswers } from './answers/session.ts'
import { badgeOf } from './badge.ts'
import { ChatAlerts, chatAlertOf, chatOfAlert, ToldChats } from './chat-alerts.ts'
import { ChatDrafts, KeptDrafts } from './chat-drafts.ts'
import { ChatOutbox, KeptLines } from './chat-outbox.ts'
import { AskedCommands, Commands } from './commands.ts'
import { Connection } from './connection.ts'
import { FieldMaps, KeptFieldMaps } from './field-maps.ts'
import { GotLines } from './got-lines.ts'
import { Habits, KeptHabits } from './habits.ts'
import { Idleness } from './idleness.ts'
import { Intakes } from './intakes.ts'
import { Picture, PictureEvents } from './kept-picture.ts'
import { MirrorKeeper } from './mirror.ts'
import { isNoticeAlert, NoticeAlerts, noticeAlertOf, ToldNotices } from './notice-alerts.ts'
import { KeptOutbox, Outbox } from './outbox.ts'
import { KeptIntakes } from './owed-intakes.ts'
import { paced } from './paced.ts'
import { indexedDbPairingStore as pairings } from './pairing-store.ts'
import { Photos } from './photos.ts'
import { Policy } from './policy.ts'
import { Presence } from './presence.ts'
import type { OpenSocket } from './rpc.ts'
import { ruleSigner } from './rule-signer.ts'
import { Shortcuts, type ShortWish } from './shortcuts.ts'
import { welcomeOnce } from './welcome.ts'

// Wires the room. Every listener is set in this first run of the script, before any await: the browser starts a
// stopped background for an event only if it was listened to then.

const report = (error: unknown) => console.error(error)
const openSocket: OpenSocket = (url, protocol) => new WebSocket(url, protocol)
const contentScripts = new ContentScripts(contentScript)

/** A screen shows no more than one picture in so long. */
const FRAME_MS = 16
const picture = new MirrorKeeper(
  { picture: slot('session', 'picture', Picture), events: slot('session', 'pictureEvents', PictureEvents) },
  (event) => {
    mirrors.note(event)
    changed()
  },
)
const policy = new Policy(managedSettings, () => {
  preferencesChanged()
  fieldMaps.rolledOut().catch(report)
})
const habits = new Habits(slot('local', 'habits', KeptHabits), preferencesChanged, () => policy.managed.preferences)
const fieldMaps = new FieldMaps(slot('local', 'fields', KeptFieldMaps), changed, policy)
const ringer = new Ringer('src/background/ring.html', startRinging)
const notifications = new Notifications(isCallAlert)
const contextMenu = new ContextMenu(
  () => [
    { id: 'dial', title: panelWords[language()].dialSelected, contexts: ['selection'] },
    { id: 'point', title: panelWords[language()].pointField, contexts: ['page', 'editable'] },
  ],
  ({ id, text, tab }) => {
    if (id === 'dial' && text !== '') dialSelected(text)
    if (id === 'point' && tab !== null) runInPage(teachPart, tab).catch(report)
  },
)
const keyLength = () => picture.state?.routing.lastDigits ?? 0
const sign = ruleSigner(() => pairings.get())
const outbox = new Outbox(slot('local', 'outbox', KeptOutbox), sign, changed, undefined, keyLength)
const intakes = new Intakes({
  kept: slot('local', 'intakes', KeptIntakes),
  onChange: changed,
  onRefused: (error) => {
    tell(panelWords[language()].name, errorText(error, language())).catch(report)
  },
})
const chatOutbox = new ChatOutbox(slot('local', 'chat', KeptLines), changed)
const chatDrafts = new ChatDrafts(slot('local', 'drafts', KeptDrafts), changed)
const chatAlerts = new ChatAlerts(
  slot('local', 'toldChats', ToldChats),
  (chat) => showNotification(chatAlertOf(chat, language())),
  closeNotification,
)
const gotLines = new GotLines()
/** Of the notification that was pressed. */
let wantedChat: { chat: ChatId; at: number } | null = null
const noticeAlerts = new NoticeAlerts(
  slot('local', 'toldNotices', ToldNotices),
  (notice) => showNotification(noticeAlertOf(notice, language())),
  closeNotification,
)
const connection = new Connection({
  openSocket,
  onSignedIn: async (rpc) => {
    await picture.sync(rpc)
    void outbox.send(rpc)
    void intakes.send(rpc)
    void chatOutbox.send(rpc)
    void idleness.tell(rpc)
  },
  onNotification: (method, params) => picture.hear(method, params),
  onState: changed,
})
const idleness = new Idleness({ isIdle, isShown: () => habits.preferences.showIdle })
const commands = new Commands(connection, slot('session', 'asked', AskedCommands))
const shortcuts = new Shortcuts(
  () => picture.state?.calls ?? [],
  ({ command, call }) => carryOut(command, call.id),
  sayRefusal,
)
const presence = new Presence()
const photos = new Photos((withinMs) => connection.ready(withinMs))
const started = start().catch(report)
const mirrors = serveMirror(
  async () => {
    await started
    return mirror()
  },
  (now, names) => presence.of(now, names),
  () => connection.wake(),
  () => alert(),
)

async function start(): Promise<void> {
  const [pairing] = await Promise.all([
    pairings.get(),
    picture.restore(),
    outbox.restore(),
    intakes.restore(),
    chatOutbox.restore(),
    chatDrafts.restore(),
    habits.restore(),
    fieldMaps.restore(),
    policy.restore(),
  ])
  speak(habits.preferences.language)
  if (pairing) connection.start(pairing)
  else changed()
}

function mirror(): Mirror {
  return {
    connection: connection.state,
    state: picture.state && {
      ...picture.state,
      intakes: intakes.shown(picture.state.intakes, habits.preferences.openInterest),
      acceptances: intakes.acceptances(picture.state.acceptances, connection.state === 'online'),
    },
    dismissed: intakes.dismissed,
    owed: outbox.owed,
    owedFaults: outbox.faults,
    refusals: outbox.refusals,
    preferences: habits.preferences,
    managed: policy.managed,
    fieldsVersion: fieldMaps.version,
    dialled: habits.dialled,
    chat: chatOutbox.lines,
    drafts: chatDrafts.all,
    wantedChat,
  }
}

let sleep: (() => void) | null = null
const show = paced(showNow, FRAME_MS)
function changed(): void {
  show()
}
function showNow(): void {
  mirrors.push()
  showBadge(badgeOf(mirror(), language())).catch(report)
  alert()
  if (connection.state === 'notPaired') {
    sleep?.()
    sleep = null
  } else sleep ??= keepAlive()
}

function preferencesChanged(): void {
  if (speak(habits.preferences.language)) syncMenu()
  changed()
  tellIdle()
}

/** As its operator sees it here; null when it is not open. */
const shownIntake = (id: string): Intake | null => mirror().state?.intakes.find((each) => each.id === id) ?? null

/** A wish from outside our pages. */
async function carryOut(command: ShortWish['command'], callId: string): Promise<void> {
  await started
  await commands.command(`call.${command}`, { commandId: newCommandId(), callId })
}

function dial(to: string, commandId = newCommandId()) {
  habits.noteDialled(to).catch(report)
  return commands.make({ commandId, to })
}

/** Where such a wish fails, nobody but the system can say why. */
function sayIfRefused(wish: Promise<unknown>, asked: Asked): void {
  wish.catch((error: unknown) => sayRefusal(error, asked))
}
function sayRefusal(error: unknown, asked: Asked): void {
  tell(panelWords[language()].name, errorText(error, language(), asked)).catch(report)
}

const room = {
  started,
  openSocket,
  connection,
  commands,
  dial,
  pairings,
  picture,
  photos,
  outbox,
  intakes,
  chatOutbox,
  chatDrafts,
  chatOpened: () => {
    wantedChat = null
    changed()
  },
  habits,
  report,
}
servePages({
  ...callAnswers(room),
  ...contactAnswers(room),
  ...chatAnswers(room),
  ...fieldAnswers({ started, fieldMaps, parts: { report: reportPart, teach: teachPart } }),
  ...intakeAnswers({ ...room, shown: shownIntake }),
  ...journalAnswers(room),
  ...pageAnswers({ ...room, parts: { client: clientPart, above: abovePart, cards: cardsPart, wizard: wizardPart } }),
  ...peopleAnswers(room),
  ...recordingAnswers(room),
  ...routingAnswers(room),
  ...sessionAnswers(room),
})

/** Sound and notifications as the calls and the pages in sight make them; nothing while nobody may have been told yet. */
function alert(): void {
  const now = mirror()
  const ringing = ringingCalls(now)
  ringer.set(ringingOf(now)).catch(report)
  const unseen = now.preferences.notifications && !mirrors.anyInSight() ? ringing : []
  notifications.set(unseen.map((call) => alertOf(call, language()))).catch(report)
  // While nobody can say what there is, nothing is taken back.
  if (now.state && now.connection === 'online')
    noticeAlerts.look(now.state.notices, now.preferences.notifications).catch(report)
  if (now.state?.chats && now.connection === 'online') {
    const { chats } = now.state
    chatAlerts.look(chats, now.preferences.notifications && !mirrors.panelInSight()).catch(report)
    connection
      .ready(0)
      .then((rpc) => gotLines.look(chats, rpc))
      .catch(report)
  }
}

function dialSelected(text: string): void {
  const number = dialable(text)
  const words = panelWords[language()]
  if (number === null) tell(words.name, words.selectedNothing).catch(report)
  else
    sayIfRefused(
      started.then(() => dial(number)),
      'make',
    )
}

onNotifications(
  (id) => {
    const chat = chatOfAlert(id)
    if (isCallAlert(id) || isNoticeAlert(id) || chat !== null) closeNotification(id).catch(report)
    if (chat !== null) {
      wantedChat = { chat, at: Date.now() }
      changed()
    }
    openPanelWindow().catch(report)
  },
  (id, button) => {
    const pressed = pressedOn(id, button)
    if (pressed) sayIfRefused(carryOut(pressed.command, pressed.callId), pressed.command)
  },
)
onShortcut((name) => {
  if (name === 'dial') {
    askFrontTab({ trubkaTab: 'dialFocused' }).catch(report)
    return
  }
  if (name !== 'answer' && name !== 'end' && name !== 'hold') return
  started.then(() => shortcuts.press(name)).catch(report)
})

function tellIdle(): void {
  if (connection.state === 'online') void connection.ready(0).then((rpc) => idleness.tell(rpc), report)
}
onIdle(tellIdle)

function syncMenu(): void {
  Promise.all([grantedSites(), started])
    .then(([sites]) => contextMenu.sync(sites))
    .catch(report)
}
onManagedChanged(() => void started.then(() => policy.changed()).catch(report))
onInstalledOrUpdated(() => void contentScripts.sync('all').catch(report))
onInstalledOrUpdated(syncMenu)
onInstalled(() => void welcomeOnce(slot('local', 'welcomed', v.boolean()), openWelcome).catch(report))
onSitesChanged(({ added }) => void contentScripts.sync(added).catch(report))
onSitesChanged(syncMenu)
onBrowserStart(syncMenu)
onBrowserStart(() => connection.wake())
onNetwork(() => connection.wake())
onHalfMinute(() => connection.wake())
