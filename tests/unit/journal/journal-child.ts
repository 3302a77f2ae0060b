import { serveJournal } from '../../../src/server/journal/thread.ts'

serveJournal()
