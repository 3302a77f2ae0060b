// `npm test`: everything, on a fresh machine too. The last line is `N passed, N failed`, with `, N skipped` where a part cannot be had.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureBrowser, ensureSoundServer } from './setup/browsers.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { run } from './setup/run.mjs'

const CI = Boolean(process.env.CI)
const OUT = 'out/tests'
const total = { passed: 0, failed: 0, skipped: 0 }
const summary = []

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

/** A suite of Vitest's. What cannot be counted (it crashed, it ran no test) is a failure. */
async function suite(project, missing) {
  const startedAt = Date.now()
  console.log(`\n── ${project}`)
  if (missing) {
    console.log(missing)
    return count(project, { skipped: 1, why: missing }, startedAt)
  }
  const report = `${OUT}/${project}.json`
  rmSync(report, { force: true })
  const code = await run('npx', [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  if (!existsSync(report)) return count(project, { failed: 1, why: 'gave no report' }, startedAt)
  const {
    numPassedTests: passed,
    numFailedTests,
    numPendingTests: skipped,
    numTotalTests,
  } = JSON.parse(readFileSync(report, 'utf8'))
  const failed = numFailedTests === 0 && (code !== 0 || numTotalTests === 0) ? 1 : numFailedTests
  count(project, { passed, failed, skipped }, startedAt)
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
  await suite('calls')
  await suite('asterisk')
  if (built) {
    await step('web-ext lint', 'npm', ['run', '--silent', 'check:extension'])
    await step('package chromium', 'npm', ['run', '--silent', 'package:chromium'])
    await step('package firefox', 'npm', ['run', '--silent', 'package:firefox'])
    await suite('browser', chromium.missing)
    await suite('firefox', firefox.missing)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  total.failed += 1
}

console.log(`\n${summary.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed > 0 ? 1 : 0
