// Both builds through web-ext's linter. It judges for Firefox; what it has against the other build for being Chromium's is named here.
import { capture } from './setup/run.mjs'

const CHROMIUM_ONLY = new Set(['BACKGROUND_SERVICE_WORKER_NOFALLBACK', 'ADDON_ID_REQUIRED'])

let faults = 0
for (const build of ['chromium', 'firefox']) {
  const args = ['web-ext', 'lint', '--no-config-discovery', '--output', 'json', '--source-dir', `dist/${build}`]
  const { output } = await capture('npx', args)
  const { errors, warnings } = JSON.parse(output.slice(output.indexOf('{')))
  const real = errors.filter(({ code }) => build === 'firefox' || !CHROMIUM_ONLY.has(code))
  for (const { code, message, file } of real) console.error(`${build}: ${code} ${file ?? ''} ${message}`)
  console.log(`${build}: ${real.length} errors, ${warnings.length} warnings`)
  faults += real.length
}
process.exitCode = faults > 0 ? 1 : 0
