import type { Questions } from '../../../src/server/journal/book.ts'
import { Clerk } from '../../../src/server/journal/clerk.ts'
import { serves, serveThread } from '../../../src/server/sqlite/thread.ts'

serveThread({ journal: serves<Questions>((path, warn) => new Clerk(path, warn)) })
