import { ask } from '../../platform/page.ts'
import type { PageReport } from '../../protocol/page-report.ts'
import { explain } from '../onec/explain.ts'
import { compileMap } from '../onec/mapped.ts'

// Runs when somebody asks «Что видно на этой странице?». A script that is run by its file has no answer of its own:
// the background fetches it from here.

const world = globalThis as { trubkaReport?: Promise<PageReport> }
world.trubkaReport = ask('fields.map', {}).then(({ rules }) => explain(document, compileMap(rules)))
