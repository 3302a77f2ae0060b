import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Questions } from '../../../src/server/journal/book.ts'
import { ThreadBook } from '../../../src/server/sqlite/thread-book.ts'
import { bundle } from '../../support/child.ts'
import { memoryLog } from '../../support/log.ts'
import { CLIENT, call, JournalUnderTest } from './calls-of-the-past.ts'

let script: Awaited<ReturnType<typeof bundle>>
let under: JournalUnderTest
beforeAll(async () => {
  script = await bundle('tests/unit/journal/journal-child.ts')
}, 60_000)
afterAll(() => script.close())
beforeEach(async () => {
  under = await JournalUnderTest.open(
    (path) => new ThreadBook<Questions>({ script: script.file, kind: 'journal', path, logger: memoryLog().logger }),
  )
})
afterEach(() => under.close())

test('the journal works in a thread of its own', async () => {
  await under.keep(call(1), call(2))
  expect((await under.history(['101'])).calls.map(({ number }) => number)).toEqual([CLIENT, CLIENT])
  expect((await under.missed(['101'])).callers).toMatchObject([{ number: CLIENT, times: 2 }])
})

test('what fails there is told here, and the next question is answered', async () => {
  await under.keep(call(1))
  await expect(under.book.ask('backup', { path: '/no/such/folder/copy.sqlite' })).rejects.toThrow()
  expect((await under.history(['101'])).calls).toHaveLength(1)
})
