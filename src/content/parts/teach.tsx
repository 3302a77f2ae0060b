import { render } from 'preact'
import { ask, language } from '../../platform/page.ts'
import pieces from '../../ui/pieces.css?inline'
import theme from '../../ui/theme.css?inline'
import { Host } from '../overlay/host.ts'
import { Teacher } from '../teach/Teacher.tsx'
import css from '../teach/teach.css?inline'

// Runs each time somebody wants to point at a field; who points already begins anew.

const world = globalThis as { trubkaTeaching?: AbortController }
world.trubkaTeaching?.abort()

const teaching = new AbortController()
world.trubkaTeaching = teaching
const host = new Host(document, theme + pieces + css, teaching.signal, 'trubka-teach')
const mount = document.createElement('div')
host.root.append(mount)
teaching.signal.addEventListener('abort', () => render(null, mount))
render(
  <Teacher doc={document} own={host.element} ask={ask} language={language()} onEnd={() => teaching.abort()} />,
  mount,
)
