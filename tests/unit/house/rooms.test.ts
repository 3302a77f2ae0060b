import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Who may not know whom, each by one import that must be refused. */
const FORBIDDEN: [file: string, imported: string][] = [
  ['src/protocol/probe.ts', '../phone/find.ts'],
  ['src/protocol/probe2.ts', '../server/main.ts'],
  ['src/phone/probe.ts', '../protocol/call.ts'],
  ['src/ui/probe.ts', '../platform/page.ts'],
  ['src/platform/probe.ts', '../background/index.ts'],
  ['src/content/onec/probe.ts', '../../background/index.ts'],
  ['src/content/overlay/probe.ts', '../../server/main.ts'],
  ['src/content/probe.ts', 'webextension-polyfill'],
  ['src/background/probe.ts', '../content/onec/forms.ts'],
  ['src/background/probe2.ts', '../popup/App.tsx'],
  ['src/background/probe3.ts', 'webextension-polyfill'],
  ['src/popup/probe.ts', '../background/index.ts'],
  ['src/options/probe.ts', '../popup/App.tsx'],
  ['src/server/calls/probe.ts', '../gateway/gateway.ts'],
  ['src/server/routing/probe.ts', '../../ui/theme.ts'],
  ['src/server/telephony/probe.ts', '../calls/calls.ts'],
  ['src/server/ledger/probe.ts', '../routing/routing.ts'],
  ['src/server/gateway/probe.ts', '../../background/index.ts'],
  ['src/server/manager/probe.ts', '../../ui/Button.tsx'],
  ['src/server/manager/page/probe.ts', '../manager.ts'],
  ['src/server/manager/page/probe2.ts', '../../routing/routing.ts'],
  ['src/server/manager/page/probe3.ts', '../../../platform/storage.ts'],
  ['stand/webclient/probe.ts', '../../src/content/onec/forms.ts'],
  ['stand/pbx/probe.ts', '../../src/server/telephony/pbx.ts'],
]
const ALLOWED: [file: string, imported: string][] = [
  ['src/content/overlay/good.ts', '../../ui/CallCard.tsx'],
  ['src/background/good.ts', '../content/main.ts?script&iife'],
  ['src/server/gateway/good.ts', '../calls/calls.ts'],
  ['src/server/manager/page/good.ts', '../../../ui/Button.tsx'],
  ['src/server/manager/page/good2.ts', '../contract.ts'],
  ['src/server/manager/page/good3.ts', './words.ts'],
  ['src/server/manager/good.ts', '../routing/routing.ts'],
  ['src/server/calls/good.ts', '../telephony/pbx.ts'],
  ['stand/pbx/good.ts', '../data/people.ts'],
]

let refused: Set<string>
const folder = mkdtempSync(join(tmpdir(), 'trubka-rooms-'))

beforeAll(() => {
  copyFileSync('.oxlintrc.json', join(folder, '.oxlintrc.json'))
  for (const [file, imported] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), `import ${JSON.stringify(imported)}\n`)
  }
  // It looks for its configuration and its file patterns from the top of a repository.
  execFileSync('git', ['init', '-q'], { cwd: folder })
  const { stdout } = spawnSync(process.execPath, [resolve('node_modules/oxlint/bin/oxlint'), '--format=json'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }
  refused = new Set(
    diagnostics.filter((each) => each.code.includes('no-restricted-imports')).map((each) => each.filename),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(FORBIDDEN)('%s may not import %s', (file) => {
  expect([...refused]).toContain(file)
})

test.each(ALLOWED)('%s may import %s', (file) => {
  expect([...refused]).not.toContain(file)
})
