// `npm run bench:NAME`: builds extension, server and tests/bench/NAME.ts aside from dist, and runs it. `--quick` takes under a minute.
import { ensureBrowser } from './setup/browsers.mjs'
import { capture, run } from './setup/run.mjs'

const OUT = 'out/bench'
const [name, ...options] = process.argv.slice(2)

async function build(what, args) {
  const { code, output } = await capture('npx', ['vite', 'build', ...args])
  if (code !== 0) throw new Error(`${what} was not built:\n${output}`)
}

try {
  const chromium = await ensureBrowser('chromium')
  if (chromium.missing) throw new Error(chromium.missing)
  process.env.CHROMIUM = chromium.path
  const node = ['--config', 'vite.node.config.ts', '--outDir']
  await build('the extension', ['--mode', 'chromium', '--outDir', `${OUT}/chromium`])
  await build('the server', [...node, `${OUT}/server`, '--mode', 'server'])
  await build('the benchmark', [...node, `${OUT}/${name}`, '--ssr', `tests/bench/${name}.ts`])
  process.exitCode = await run(process.execPath, [`${OUT}/${name}/${name}.js`, ...options], { shell: false })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
