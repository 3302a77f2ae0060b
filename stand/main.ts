import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { internalNumber } from './data/employees.ts'
import { startPbx } from './pbx/pbx.ts'
import { startStand } from './stand.ts'
import { suggestionsOf } from './suggestions.ts'

const { values } = parseArgs({
  options: {
    'web-port': { type: 'string', default: '8081' },
    'pbx-port': { type: 'string', default: '5038' },
    'control-port': { type: 'string', default: '8082' },
    'no-pbx': { type: 'boolean', default: false },
  },
})

function port(name: 'web-port' | 'pbx-port' | 'control-port'): number {
  const value = Number(values[name])
  if (!Number.isInteger(value) || value < 0 || value > 65535) throw new Error(`--${name} is a port, 0 for any free one`)
  return value
}

// Beside the built program: dist/stand/main.js and dist/webclient/page.js.
const page = await readFile(new URL('../webclient/page.js', import.meta.url), 'utf8')
const stand = await startStand({ webPort: port('web-port'), page })
const pbx = values['no-pbx']
  ? null
  : await startPbx({
      port: port('pbx-port'),
      controlPort: port('control-port'),
      phones: stand.base.employees
        .map((e) => ({ number: internalNumber(e), name: e.name }))
        .filter((p) => p.number !== ''),
      suggestions: suggestionsOf(stand.base),
    })

const addresses = {
  webClient: stand.webClientUrl,
  webClientEnglish: stand.webClientEnglishUrl,
  odata: stand.odataUrl,
  ...(pbx ? { ami: `${pbx.host}:${pbx.port}`, control: pbx.controlUrl } : {}),
}
process.stdout.write(`${JSON.stringify(addresses)}\n`)

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    Promise.all([stand.stop(), pbx?.stop()])
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        console.error(error)
        process.exit(1)
      })
  })
}
