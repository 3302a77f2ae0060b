import { WebClient } from './client.ts'
import { append, el } from './dom.ts'
import { seedPace } from './pace.ts'
import { watchPlacedPage } from './placed.ts'
import { standApi } from './stand-api.ts'
import styles from './style.css?inline'
import { readSwitches } from './switches.ts'

if (document.getElementById('pages_container')) Object.defineProperty(window, '__stand', { value: watchPlacedPage() })
else await startClient()
// Tests wait for this: the session is there, and what the address asked for is open.
document.documentElement.dataset.standReady = 'yes'

async function startClient(): Promise<void> {
  readSwitches(new URLSearchParams(location.search))
  seedPace()
  append(document.head, el('style', {}, styles))
  const client = new WebClient()
  Object.defineProperty(window, '__stand', { value: standApi(client) })
  await client.start()
}
