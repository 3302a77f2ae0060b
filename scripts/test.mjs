// `npm test`: everything, on a fresh machine too. The last line is `N passed, N failed`, with `, N skipped` where a part cannot be had.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureBrowser, ensureSoundServer } from './setup/browsers.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { run } from './setup/run.mjs'

const CI = Boolean(process.env.CI)
const OUT = 'out/tests'
const total = { passed: 0, failed: 0, skipped: 0 }
const summary = []
/** Failures, so that the end of a long run says what to look at. */
const toName = []

function count(name, { passed = 0, failed = 0, skipped = 0, why = '' }, startedAt) {
  // In CI nothing may be missing: a skip there hides a part that nobody has tried.
  if (CI && skipped > 0) {
    failed += skipped
    skipped = 0
  }
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0)
  summary.push(
    `${name.padEnd(18)} ${passed} passed, ${failed} failed, ${skipped} skipped   ${seconds} s${why && `   ${why}`}`,
  )
}

/** A step that is right or wrong as a whole. */
async function step(name, command, args) {
  console.log(`\n── ${name}`)
  const startedAt = Date.now()
  const code = await run(command, args)
  count(name, code === 0 ? { passed: 1 } : { failed: 1 }, startedAt)
  return code === 0
}

/**
 * A suite of Vitest's. What cannot be counted (it crashed, it ran no test) is a failure. Where a browser or a PBX takes
 * part, a test that fails is tried again: when it passes then, it is named as unsteady, so that somebody looks at it.
 */
async function suite(project, { missing, retries = 0 } = {}) {
  const startedAt = Date.now()
  console.log(`\n── ${project}`)
  if (missing) {
    console.log(missing)
    return count(project, { skipped: 1, why: missing }, startedAt)
  }
  const report = `${OUT}/${project}.json`
  rmSync(report, { force: true })
  process.env.OUTCOME = report
  const code = await run('npx', [
    'vitest',
    'run',
    '--project',
    project,
    `--retry=${retries}`,
    '--reporter=default',
    '--reporter=./scripts/setup/outcome.mjs',
  ])
  if (!existsSync(report)) return count(project, { failed: 1, why: 'gave no report' }, startedAt)
  const { passed, failed, skipped, failures, unsteady } = JSON.parse(readFileSync(report, 'utf8'))
  const nothingSaid = failed === 0 && (code !== 0 || passed === 0)
  toName.push(...failures.map((failure) => ({ ...failure, how: 'FAILED' })))
  toName.push(...unsteady.map((failure) => ({ ...failure, how: 'UNSTEADY: failed, then passed' })))
  count(project, { passed, failed: nothingSaid ? 1 : failed, skipped }, startedAt)
}

try {
  await ensureDependencies()
  mkdirSync(OUT, { recursive: true })
  const chromium = await ensureBrowser('chromium')
  const firefox = await ensureBrowser('firefox')
  await ensureSoundServer()
  if (chromium.path) process.env.CHROMIUM = chromium.path
  if (firefox.path) process.env.FIREFOX = firefox.path

  await step('types', 'npx', ['tsc', '--noEmit'])
  await step('lint', 'npm', ['run', '--silent', 'check:lint'])
  const built = await step('build', 'npm', ['run', '--silent', 'build'])
  await suite('unit')
  await suite('calls', { retries: 2 })
  await suite('asterisk', { retries: 2 })
  await suite('cluster', { retries: 2 })
  if (built) {
    await step('web-ext lint', 'npm', ['run', '--silent', 'check:extension'])
    await step('package chromium', 'npm', ['run', '--silent', 'package:chromium'])
    await step('package firefox', 'npm', ['run', '--silent', 'package:firefox'])
    await suite('browser', { missing: chromium.missing, retries: 2 })
    await suite('firefox', { missing: firefox.missing, retries: 2 })
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  total.failed += 1
}

for (const { how, name, why } of toName) console.log(`\n${how}: ${name}\n${why.join('\n').replace(/^/gm, '  ')}`)
console.log(`\n${summary.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed > 0 ? 1 : 0
