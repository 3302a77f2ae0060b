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
import { keepAlive } from '../platform/keep-alive.ts'
import { onBrowserStart, onInstalledOrUpdated, onNetwork } from '../platform/lifecycle.ts'
import { servePages } from '../platform/messages.ts'
import { closeNotification, Notifications, onNotifications, showNotification, tell } from '../platform/notifications.ts'
import { language } from '../platform/page.ts'
import { reportOfPage } from '../platform/page-report.ts'
import { openPanelWindow } from '../platform/panel-window.ts'
import { grantedSites, onSitesChanged } from '../platform/permissions.ts'
import { serveMirror } from '../platform/ports.ts'
import { Ringer } from '../platform/ringer.ts'
import type { Asker } from '../platform/sender.ts'
import { askFrontTab, onShortcut } from '../platform/shortcuts.ts'
import { slot } from '../platform/storage.ts'
import { askTab, bringToFront, showPanelIn, tabsOf } from '../platform/tabs.ts'
import { TrubkaError } from '../protocol/errors.ts'
import { baseAddress } from '../protocol/field-map.ts'
import type { Intake } from '../protocol/intake.ts'
import type { Method, Params, Result } from '../protocol/methods.ts'
import type { Mirror } from '../protocol/mirror.ts'
import type { PagePart } from '../protocol/page.ts'
import { PageReport } from '../protocol/page-report.ts'
import { isPageOf } from '../ui/base-page.ts'
import { dialable, forwardTargets, managerChoices, transferTargets, userChoice } from '../ui/choices.ts'
import { newCommandId } from '../ui/command-id.ts'
import { startRinging } from '../ui/ring-tone.ts'
import type { Asked } from '../ui/words/command-errors.ts'
import { errorText } from '../ui/words/errors.ts'
import { panelWords } from '../ui/words/panel.ts'
import { alertOf, isCallAlert, pressedOn, ringingCalls, ringingOf } from './alerts.ts'
import { badgeOf } from './badge.ts'
import { AskedCommands, type CallMethod, Commands, PATIENCE } from './commands.ts'
import { Connection } from './connection.ts'
import { FieldMaps, KeptFieldMaps } from './field-maps.ts'
import { Habits, KeptHabits } from './habits.ts'
import { Intakes, KeptIntakes } from './intakes.ts'
import { KeptPicture, MirrorKeeper } from './mirror.ts'
import { isNoticeAlert, NoticeAlerts, noticeAlertOf, ToldNotices } from './notice-alerts.ts'
import { isLinkPage } from './offered-links.ts'
import { openIn1C } from './opening.ts'
import { KeptOutbox, Outbox } from './outbox.ts'
import { pair } from './pairing.ts'
import { indexedDbPairingStore as pairings } from './pairing-store.ts'
import { peopleNamed } from './people.ts'
import { Photos } from './photos.ts'
import { Presence } from './presence.ts'
import { presetRules } from './presets/presets.ts'
import type { OpenSocket } from './rpc.ts'
import { sortRuleLines } from './rule-lines.ts'
import { Shortcuts, type ShortWish } from './shortcuts.ts'

// Wires the room. Every listener is set in this first run of the script, before any await: the browser starts a
// stopped background for an event only if it was listened to then.

const report = (error: unknown) => console.error(error)
const openSocket: OpenSocket = (url, protocol) => new WebSocket(url, protocol)
const contentScripts = new ContentScripts(contentScript)
/** An acceptance answers the page after so long at the latest; then it is brought to the server without it. */
const ACCEPTED_WITHIN_MS = 15_000
const PARTS: Record<PagePart, string> = { client: clientPart, above: abovePart, cards: cardsPart, wizard: wizardPart }

const picture = new MirrorKeeper(slot('session', 'picture', KeptPicture), changed)
const habits = new Habits(slot('local', 'habits', KeptHabits), changed)
const fieldMaps = new FieldMaps(slot('local', 'fields', KeptFieldMaps), changed)
const ringer = new Ringer('src/background/ring.html', startRinging)
const notifications = new Notifications(isCallAlert)
const contextMenu = new ContextMenu(
  [
    { id: 'dial', title: panelWords[language()].dialSelected, contexts: ['selection'] },
    { id: 'point', title: panelWords[language()].pointField, contexts: ['page', 'editable'] },
  ],
  ({ id, text, tab }) => {
    if (id === 'dial' && text !== '') dialSelected(text)
    if (id === 'point' && tab !== null) runInPage(teachPart, tab).catch(report)
  },
)
const keyLength = () => picture.state?.routing.lastDigits ?? 0
const outbox = new Outbox(slot('local', 'outbox', KeptOutbox), changed, undefined, keyLength)
const intakes = new Intakes({
  kept: slot('local', 'intakes', KeptIntakes),
  onChange: changed,
  onRefused: (error) => {
    tell(panelWords[language()].name, errorText(error, language())).catch(report)
  },
})
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
  },
  onNotification: (method, params) => picture.hear(method, params),
  onState: changed,
})
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
    habits.restore(),
    fieldMaps.restore(),
  ])
  if (pairing) connection.start(pairing)
  else changed()
}

function mirror(): Mirror {
  return {
    connection: connection.state,
    state: picture.state && {
      ...picture.state,
      intakes: intakes.shown(picture.state.intakes, habits.preferences.openInterest),
    },
    owed: outbox.owed,
    owedFaults: outbox.faults,
    refusals: outbox.refusals,
    preferences: habits.preferences,
    fieldsVersion: fieldMaps.version,
    dialled: habits.dialled,
  }
}

let sleep: (() => void) | null = null
function changed(): void {
  mirrors.push()
  showBadge(badgeOf(mirror(), language())).catch(report)
  alert()
  if (connection.state === 'notPaired') {
    sleep?.()
    sleep = null
  } else sleep ??= keepAlive()
}

/** A command to a call goes to the server as it is. */
function passOn<M extends CallMethod>(method: M) {
  return async (params: Params<M>) => {
    await started
    return commands.command(method, params)
  }
}

/** What only the server can answer; asked while somebody waits for it. */
async function askServer<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
  await started
  return (await connection.ready(PATIENCE.connect)).request(method, params, PATIENCE.answer)
}

/** As its operator sees it here; null when it is not open. */
const shownIntake = (id: string): Intake | null => mirror().state?.intakes.find((each) => each.id === id) ?? null

async function rememberOpenInterest(openInterest: boolean): Promise<void> {
  if (openInterest !== habits.preferences.openInterest) await habits.prefer({ openInterest })
}

function sendIntakes(): void {
  if (connection.state === 'online') void connection.ready(0).then((rpc) => intakes.send(rpc), report)
  else connection.wake()
}

/** A wish from outside our pages. */
const carryOut = (command: ShortWish['command'], callId: string) =>
  passOn(`call.${command}`)({ commandId: newCommandId(), callId })

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

servePages({
  'call.make': async ({ commandId, to }) => {
    await started
    return dial(to, commandId)
  },
  'call.answer': passOn('call.answer'),
  'call.clear': passOn('call.clear'),
  'call.hold': passOn('call.hold'),
  'call.retrieve': passOn('call.retrieve'),
  'call.consult': passOn('call.consult'),
  'call.transfer': passOn('call.transfer'),
  'call.alternate': passOn('call.alternate'),
  'call.reconnect': passOn('call.reconnect'),
  'call.conference': passOn('call.conference'),
  'call.singleStepTransfer': passOn('call.singleStepTransfer'),
  'call.generateDigits': passOn('call.generateDigits'),
  'call.suspendRecording': passOn('call.suspendRecording'),
  'call.resumeRecording': passOn('call.resumeRecording'),
  'intake.keep': async ({ id, form, version }) => {
    await started
    const intake = shownIntake(id)
    await rememberOpenInterest(form.openInterest)
    // Closed meanwhile, here or by a colleague's hand.
    if (intake) await intakes.keep(intake, form, version)
    sendIntakes()
    return {}
  },
  'intake.accept': async ({ commandId, id, form }) => {
    await started
    await rememberOpenInterest(form.openInterest)
    const within = connection.state === 'online' ? ACCEPTED_WITHIN_MS : 0
    const answer = intakes.accept({ commandId, intake: shownIntake(id), form }, within)
    sendIntakes()
    return answer
  },
  'intake.dismiss': async ({ id }) => {
    await started
    const intake = shownIntake(id)
    if (intake) await intakes.dismiss(intake)
    sendIntakes()
    return {}
  },
  'intake.reopen': async (params) => {
    await started
    const here = await intakes.reopen(params.id)
    return here ? {} : askServer('intake.reopen', params)
  },
  'intake.open': (params) => askServer('intake.open', params),
  'intake.search': (params) => askServer('intake.search', params),
  'intake.client': (params) => askServer('intake.client', params),
  'intake.services': (params) => askServer('intake.services', params),
  'intake.articles': (params) => askServer('intake.articles', params),
  'notice.seen': (params) => askServer('notice.seen', params),
  'link.dial': async ({ number }, asker) => {
    const tab = asker.kind === 'content' ? asker.tab : null
    return { taken: tab !== null && (await askTab(tab, { trubkaTab: 'dialLink', number })) }
  },
  'link.offer': async ({ link }, asker) => {
    const pairing = await pairings.get()
    if (!isLinkPage(asker, pairing?.server)) throw new TrubkaError('invalidRequest', 'not the page of our server')
    await showPanelIn(asker.tab, link)
    return {}
  },
  'people.photo': async (wish) => {
    await started
    return photos.find(wish)
  },
  'people.search': async ({ typed, self }) => {
    await started
    return self ? forwardTargets(typed, picture.state) : transferTargets(typed, picture.state)
  },
  'people.managers': async ({ typed, departments }) => {
    await started
    return managerChoices(typed, departments, picture.state)
  },
  'people.user': async ({ id }) => {
    await started
    return userChoice(id, picture.state)
  },
  'onec.pages': async () => {
    const bases = picture.state?.bases ?? []
    const tabs = await tabsOf(await grantedSites())
    return { open: tabs.some(({ url }) => bases.some((base) => isPageOf(url, base))) }
  },
  'preferences.transfer': async ({ kind }) => {
    await started
    await habits.prefer({ transfer: kind })
    return {}
  },
  'preferences.set': async (changes) => {
    await started
    await habits.prefer(changes)
    return {}
  },
  'people.named': async ({ name }) => {
    await started
    const loaded = picture.state?.bases.every(({ loadedAt }) => loadedAt !== null) ?? false
    return { connected: connection.state === 'online', loaded, colleagues: peopleNamed(name, picture.state) }
  },
  'page.part': async ({ part }, asker) => {
    if (asker.kind !== 'content' || asker.isFrame || asker.tab === null) {
      throw new TrubkaError('invalidRequest', 'not from a page')
    }
    await runInPage(PARTS[part], asker.tab)
    return {}
  },
  'fields.map': async (_params, asker) => {
    await started
    return { rules: await fieldMaps.of(baseOf(asker)) }
  },
  'fields.teach': async ({ rule }, asker) => {
    await started
    await fieldMaps.teach(baseOf(asker), rule)
    return {}
  },
  'fields.forget': async ({ rule }, asker) => {
    await started
    await fieldMaps.forget(baseOf(asker), rule)
    return {}
  },
  'fields.list': async () => {
    await started
    return fieldMaps.all()
  },
  'fields.keep': async ({ base, preset, taught }) => {
    await started
    await fieldMaps.keep(base, { preset, taught })
    return {}
  },
  'fields.point': async ({ base }) => {
    const tab = await tabOf(base)
    if (tab === null) return { begun: false }
    await bringToFront(tab)
    await runInPage(teachPart, tab)
    return { begun: true }
  },
  'fields.report': async ({ base }) => {
    const tab = await tabOf(base)
    if (tab === null) return { report: null }
    return { report: v.parse(PageReport, await reportOfPage(reportPart, tab)) }
  },
  'fields.preset': async ({ preset }) => ({ fields: presetRules(preset) }),
  'routing.write': async ({ commandId, lines }, asker) => {
    await started
    const { send, refused } = sortRuleLines(lines, picture.state?.routing ?? null)
    const page = asker.kind === 'content' ? asker.page : ''
    if (send.length > 0) await outbox.keep({ commandId, page, lines: send })
    if (connection.state === 'online') void connection.ready(0).then((rpc) => outbox.send(rpc), report)
    else connection.wake()
    return { refused }
  },
  'onec.open': async (wish, asker) => {
    await started
    return openIn1C(wish, asker, { bases: picture.state?.bases ?? [], tabs: await tabsOf(await grantedSites()) })
  },
  'routing.seen': async () => {
    await started
    await outbox.seen()
    return {}
  },
  'session.pair': async ({ server, code }) => {
    await started
    const pairing = await pair(server, code, openSocket)
    const before = await pairings.get()
    if (before && before.operator.id !== pairing.operator.id) {
      await outbox.clear()
      await intakes.clear()
    }
    await pairings.set(pairing)
    await picture.clear()
    photos.clear()
    connection.start(pairing)
    return { operator: pairing.operator }
  },
  'session.who': async () => {
    const pairing = await pairings.get()
    return pairing && { server: pairing.server, operator: pairing.operator }
  },
  'session.unpair': async () => {
    await started
    connection.stop()
    await pairings.clear()
    await picture.clear()
    photos.clear()
    await outbox.clear()
    await intakes.clear()
    return {}
  },
  'sites.list': grantedSites,
})

/** The base a content script's page belongs to; our own pages name the base they mean. */
function baseOf(asker: Asker): string {
  const base = asker.kind === 'content' ? baseAddress(asker.page) : null
  if (base === null) throw new TrubkaError('invalidRequest', 'not from a page of 1C')
  return base
}

/** The tab of this base that was last looked at. */
async function tabOf(base: string): Promise<number | null> {
  const tabs = await tabsOf(await grantedSites())
  return tabs.find(({ url }) => baseAddress(url) === base)?.id ?? null
}

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
    if (isCallAlert(id) || isNoticeAlert(id)) closeNotification(id).catch(report)
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

const syncMenu = () =>
  void grantedSites()
    .then((sites) => contextMenu.sync(sites))
    .catch(report)
onInstalledOrUpdated(() => void contentScripts.sync('all').catch(report))
onInstalledOrUpdated(syncMenu)
onSitesChanged(({ added }) => void contentScripts.sync(added).catch(report))
onSitesChanged(syncMenu)
onBrowserStart(syncMenu)
onBrowserStart(() => connection.wake())
onNetwork(() => connection.wake())
onHalfMinute(() => connection.wake())
