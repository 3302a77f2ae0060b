import { expect, test } from 'vitest'
import { Lane, type Owed } from '../../../src/server/ledger/outbox-lane.ts'
import { owedRoutes } from '../../../src/server/owed/routes.ts'
import { memoryLog } from '../../support/log.ts'

test('writes of ten thousand rules each, all owed, hold nobody up; of a number the latest is owed', () => {
  const routing = {
    settings: { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } },
    ruleOf: () => null,
    knows: () => true,
  }
  const { renewal } = owedRoutes({ bases: [], customers: { writeRoutes: async () => {} }, routing })
  const lane = new Lane({
    deliver: async () => {},
    done: async () => {},
    changed: () => {},
    failed: () => {},
    renewal: renewal ?? null,
    stop: new AbortController().signal,
    logger: memoryLog().logger,
    timing: {},
  })
  const owed = (id: string, first: number): Owed => ({
    id,
    to: 'trade',
    kind: 'routes',
    content: Array.from({ length: 10_000 }, (_, n) => `${first + n}=103`),
  })
  // Numbers of all ends, so that each write may be about what each other is about.
  for (let n = 0; n < 10; n++) lane.add(owed(`w${n}`, 9_000_000_000 + n * 9000))
  expect(lane.owed.map(({ id, content }) => [id, Array.isArray(content) && content.length])).toEqual([
    ...Array.from({ length: 9 }, (_, n) => [`w${n}`, 9000]),
    ['w9', 10_000],
  ])
})
