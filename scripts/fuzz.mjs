// `npm run fuzz [seconds]`: frames that nobody meant, at the server's border, for a minute.
import { run } from './setup/run.mjs'

process.env.FUZZ_SECONDS = process.argv[2] ?? '60'
process.exit(await run('npx', ['vitest', 'run', '--project', 'unit', 'tests/unit/attacks/malformed-frames.test.ts']))
