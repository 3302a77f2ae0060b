import { expect, test } from 'vitest'
import { Lane, type Owed, Refused } from '../../../src/server/ledger/outbox-lane.ts'
import { memoryLog } from '../../support/log.ts'

const MANY = 200_000

test('a receiver that has refused hundreds of thousands of things takes the next one', async () => {
  const { logger } = memoryLog()
  logger.level = 'silent'
  const taken: string[] = []
  const stop = new AbortController()
  const lane = new Lane({
    deliver: async ({ id }: Owed) => {
      if (id.startsWith('old')) throw new Refused('no such field')
      taken.push(id)
    },
    done: async () => {},
    changed: () => {},
    failed: () => {},
    renewal: null,
    stop: stop.signal,
    logger,
    timing: { aside: 3_600_000 },
  })
  const owed = (id: string): Owed => ({ id, to: 'trade', kind: 'rule', content: null })
  for (let n = 0; n < MANY; n++) lane.restore(owed(`old ${n}`))
  lane.start()
  await expect.poll(() => lane.state.aside, { timeout: 240_000 }).toBe(MANY)
  lane.add(owed('new'))
  await expect.poll(() => taken).toEqual(['new'])
  stop.abort()
  await lane.stopped()
}, 300_000)
