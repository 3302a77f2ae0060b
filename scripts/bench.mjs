// `npm run bench:NAME`: builds extension, server and tests/bench/NAME.ts aside from dist, and runs it. `--quick` takes under a minute.
import { ensureBrowser } from './setup/browsers.mjs'
import { capture, run } from './setup/run.mjs'

const OUT = 'out/bench'
const [name, ...options] = process.argv.slice(2)
/** These measure a part of the server alone, without browser, extension and server program. */
const ALONE = ['routing', 'people']
/** These measure the server without a browser. */
const SERVER_ONLY = ['gate', 'callers']
/** Of what a part is compared with, some takes much memory; what a part takes is measured without garbage. */
const NODE = ['--max-old-space-size=8192', '--expose-gc']
/** As docs/installation.md has the server started: a C library that does not know it does without. */
const LARGE_PAGES = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' }

async function build(what, args) {
  const { code, output } = await capture('npx', ['vite', 'build', ...args])
  if (code !== 0) throw new Error(`${what} was not built:\n${output}`)
}

try {
  const node = ['--config', 'vite.node.config.ts', '--outDir']
  if (![...ALONE, ...SERVER_ONLY].includes(name)) {
    const chromium = await ensureBrowser('chromium')
    if (chromium.missing) throw new Error(chromium.missing)
    process.env.CHROMIUM = chromium.path
    await build('the extension', ['--mode', 'chromium', '--outDir', `${OUT}/chromium`])
  }
  if (!ALONE.includes(name)) await build('the server', [...node, `${OUT}/server`, '--mode', 'server'])
  await build('the benchmark', [...node, `${OUT}/${name}`, '--ssr', `tests/bench/${name}.ts`])
  process.exitCode = await run(process.execPath, [...NODE, `${OUT}/${name}/${name}.js`, ...options], {
    shell: false,
    env: { ...process.env, ...LARGE_PAGES },
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
