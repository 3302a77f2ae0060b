// Packages of the extension. `npm run package`: for both stores. With --host, also those that a company hosts itself:
//   npm run package -- --host https://phone.company.ru/trubka --key trubka.pem --site https://1c.company.ru
// Each --site is an address of 1C that a package put in by policy may work in without a question to the operator.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { crxOf, extensionId, keyAt } from './package/crx.mjs'
import { updatesJson, updatesXml } from './package/hosted.mjs'
import { zipFolder } from './package/zip.mjs'
import { run } from './setup/run.mjs'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'dist/packages' },
    target: { type: 'string', multiple: true, default: ['chromium', 'firefox'] },
    /** What was built before is packed as it is. */
    built: { type: 'boolean', default: false },
    host: { type: 'string' },
    key: { type: 'string', default: 'trubka.pem' },
    site: { type: 'string', multiple: true, default: [] },
  },
})

const WITH_SCHEME = /^https?:\/\/[^/*]+/

async function main() {
  const out = resolve(values.out)
  mkdirSync(out, { recursive: true })
  for (const target of values.target) {
    if (!values.built) await build(target, `dist/${target}`)
    put(join(out, `trubka-${target}-${versionIn(`dist/${target}`)}.zip`), zipFolder(resolve('dist', target)))
  }
  if (values.host === undefined) return
  const host = values.host.replace(/\/+$/, '')
  if (!WITH_SCHEME.test(host)) throw new Error(`--host: an address with its scheme, not ${values.host}`)
  const folder = join(out, 'hosted')
  mkdirSync(folder, { recursive: true })
  if (values.target.includes('chromium')) await hostChromium(host, folder)
  if (values.target.includes('firefox')) await hostFirefox(host, folder)
}

async function hostChromium(host, folder) {
  const key = keyAt(values.key)
  const built = await buildHosted('chromium', `${host}/updates.xml`)
  const version = versionIn(built)
  const name = `trubka-${version}.crx`
  put(join(folder, name), crxOf(zipFolder(resolve(built)), key))
  put(join(folder, 'updates.xml'), updatesXml({ id: extensionId(key), version, url: `${host}/${name}` }))
  console.log(`  extension id ${extensionId(key)}; keep ${values.key}`)
}

async function hostFirefox(host, folder) {
  const built = await buildHosted('firefox', `${host}/updates.json`)
  const version = versionIn(built)
  const name = `trubka-${version}.xpi`
  const file = zipFolder(resolve(built))
  put(join(folder, name), file)
  const { id } = manifestIn(built).browser_specific_settings.gecko
  put(join(folder, 'updates.json'), updatesJson({ id, version, url: `${host}/${name}`, file }))
}

async function buildHosted(target, updates) {
  const folder = `dist/hosted/${target}`
  const sites = values.site.map((site) => {
    const origin = WITH_SCHEME.exec(site)?.[0]
    if (origin === undefined) throw new Error(`--site: an address with its scheme, not ${site}`)
    // As the extension itself asks for them: without a port.
    const { protocol, hostname } = new URL(origin)
    return `${protocol}//${hostname}/*`
  })
  process.env.TRUBKA_HOSTED = JSON.stringify({ updates, sites })
  await build(target, folder)
  delete process.env.TRUBKA_HOSTED
  return folder
}

async function build(target, folder) {
  const args = ['vite', 'build', '--mode', target, '--outDir', folder, '--logLevel', 'warn']
  if ((await run('npx', args)) !== 0) throw new Error(`${target} was not built`)
}

const manifestIn = (folder) => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
const versionIn = (folder) => manifestIn(folder).version

/** A word where nothing has changed: packages are reproducible. */
function put(path, bytes) {
  const same = existsSync(path) && readFileSync(path).equals(Buffer.from(bytes))
  writeFileSync(path, bytes)
  console.log(`${path}${same ? ', the same as before' : ''}`)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
