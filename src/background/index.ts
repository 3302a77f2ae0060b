// oxlint-disable-next-line import/default -- crxjs makes the module that has it
import contentScript from '../content/index.tsx?script&iife'
import { onHalfMinute } from '../platform/alarms.ts'
import { showBadge } from '../platform/badge.ts'
import { ContentScripts } from '../platform/content-scripts.ts'
import { keepAlive } from '../platform/keep-alive.ts'
import { onBrowserStart, onInstalledOrUpdated, onNetwork } from '../platform/lifecycle.ts'
import { servePages } from '../platform/messages.ts'
import { language } from '../platform/page.ts'
import { grantedSites, onSitesChanged } from '../platform/permissions.ts'
import { serveMirror } from '../platform/ports.ts'
import { slot } from '../platform/storage.ts'
import type { Mirror } from '../protocol/mirror.ts'
import { badgeOf } from './badge.ts'
import { AskedCommands, Commands } from './commands.ts'
import { Connection } from './connection.ts'
import { KeptPicture, MirrorKeeper } from './mirror.ts'
import { KeptOutbox, Outbox } from './outbox.ts'
import { pair } from './pairing.ts'
import { indexedDbPairingStore as pairings } from './pairing-store.ts'
import { peopleNamed } from './people.ts'
import type { OpenSocket } from './rpc.ts'
import { sortRuleLines } from './rule-lines.ts'

// Wires the room. Every listener is set in this first run of the script, before any await: the browser starts a
// stopped background for an event only if it was listened to then.

const report = (error: unknown) => console.error(error)
const openSocket: OpenSocket = (url, protocol) => new WebSocket(url, protocol)
const contentScripts = new ContentScripts(contentScript)

const picture = new MirrorKeeper(slot('session', 'picture', KeptPicture), changed)
const keyLength = () => picture.state?.routing.lastDigits ?? 0
const outbox = new Outbox(slot('local', 'outbox', KeptOutbox), changed, undefined, keyLength)
const connection = new Connection({
  openSocket,
  onSignedIn: async (rpc) => {
    await picture.sync(rpc)
    void outbox.send(rpc)
  },
  onNotification: (method, params) => picture.hear(method, params),
  onState: changed,
})
const commands = new Commands(connection, slot('session', 'asked', AskedCommands))
const started = start().catch(report)
const mirrors = serveMirror(
  async () => {
    await started
    return mirror()
  },
  () => connection.wake(),
)

async function start(): Promise<void> {
  const [pairing] = await Promise.all([pairings.get(), picture.restore(), outbox.restore()])
  if (pairing) connection.start(pairing)
  else changed()
}

function mirror(): Mirror {
  return {
    connection: connection.state,
    state: picture.state,
    owed: outbox.owed,
    owedFaults: outbox.faults,
    refusals: outbox.refusals,
  }
}

let sleep: (() => void) | null = null
function changed(): void {
  mirrors.push()
  showBadge(badgeOf(mirror(), language())).catch(report)
  if (connection.state === 'notPaired') {
    sleep?.()
    sleep = null
  } else sleep ??= keepAlive()
}

servePages({
  'call.make': async ({ commandId, to }) => {
    await started
    return commands.make(commandId, to)
  },
  'call.answer': async ({ callId }) => {
    await started
    return commands.command('call.answer', callId)
  },
  'call.clear': async ({ callId }) => {
    await started
    return commands.command('call.clear', callId)
  },
  'people.named': async ({ name }) => {
    await started
    const loaded = picture.state?.bases.every(({ loadedAt }) => loadedAt !== null) ?? false
    return { connected: connection.state === 'online', loaded, colleagues: peopleNamed(name, picture.state) }
  },
  'routing.write': async ({ commandId, lines }, asker) => {
    await started
    const { send, refused } = sortRuleLines(lines, picture.state?.routing ?? null)
    const page = asker.kind === 'content' ? asker.page : ''
    if (send.length > 0) await outbox.keep({ commandId, page, lines: send })
    if (connection.state === 'online') void connection.ready(0).then((rpc) => outbox.send(rpc), report)
    else connection.wake()
    return { refused }
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
    if (before && before.operator.id !== pairing.operator.id) await outbox.clear()
    await pairings.set(pairing)
    await picture.clear()
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
    await outbox.clear()
    return {}
  },
  'sites.list': grantedSites,
})

onInstalledOrUpdated(() => void contentScripts.sync('all').catch(report))
onSitesChanged(({ added }) => void contentScripts.sync(added).catch(report))
onBrowserStart(() => connection.wake())
onNetwork(() => connection.wake())
onHalfMinute(() => connection.wake())
