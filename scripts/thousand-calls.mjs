// `npm run test:thousand`: a thousand calls with the server killed twenty times, 1C down for a third of the time and the link to the
// PBX cut now and then (docs/call-journal.md). CALLS, KILLS and SEED change it.
import { ensureDependencies } from './setup/dependencies.mjs'
import { run } from './setup/run.mjs'

process.env.CALLS ??= '1000'
process.env.KILLS ??= '20'
await ensureDependencies()
process.exitCode = await run('npx', ['vitest', 'run', '--project', 'calls', 'tests/calls/call-journal.test.ts'])
