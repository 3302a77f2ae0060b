// `npm run demo`: installs, builds, and starts the whole thing. Options go on to the demo: --pbx asterisk, --headless.
import { ensureBrowser } from './setup/browsers.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { run } from './setup/run.mjs'

try {
  await ensureDependencies()
  const chromium = await ensureBrowser('chromium')
  if (chromium.missing) throw new Error(chromium.missing)
  process.env.CHROMIUM = chromium.path
  console.log('Building…')
  for (const part of ['chromium', 'server', 'webclient', 'demo'])
    if ((await run('npm', ['run', '--silent', `build:${part}`, '--', '--logLevel', 'warn'])) !== 0)
      throw new Error(`${part} was not built: see the lines above.`)
  process.exitCode = await run(process.execPath, ['dist/demo/main.js', ...process.argv.slice(2)], {
    stdio: 'inherit',
    shell: false,
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
