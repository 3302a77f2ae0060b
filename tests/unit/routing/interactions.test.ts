import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Call } from '../../../src/protocol/call.ts'
import type { Customer } from '../../../src/protocol/customer.ts'
import type { RoutingSettings } from '../../../src/protocol/routing.ts'
import { Talks } from '../../../src/server/calls/talks.ts'
import { Interactions } from '../../../src/server/routing/interactions.ts'
import { type RoutingLab, routingLab, settings } from './lab.ts'

const CLIENT = '+79035677876'
const KEY = '9035677876'
let lab: RoutingLab
let interactions: Interactions
let journal: Talks
let call: number

async function start(needed = 3, more: Partial<RoutingSettings> = {}): Promise<void> {
  await lab.start({ settings: { ...settings, ...more } })
  const { ledger, routing, log } = lab
  const bases = [
    { id: 'trade', interactionsToRoute: needed },
    { id: 'service', interactionsToRoute: 0 },
  ]
  const path = join(lab.folder, 'interactions.json')
  interactions = new Interactions({ ledger, path, bases, routing, logger: log.logger })
  await interactions.start()
  journal = new Talks({
    ledger,
    lastDigits: () => routing.settings.lastDigits,
    // A user of each base has each phone, but nobody has 199.
    employee: (base, number) => (number === '199' ? null : `${base}-${number}`),
    targetAfter: (...asked) => interactions.targetAfter(...asked),
    logger: log.logger,
  })
}

async function stop(): Promise<void> {
  await journal.flush()
  await interactions.stop()
  await lab.stop()
}

/** As by kill -9: what the ledger has is all there is. */
async function crash(): Promise<void> {
  await journal.flush()
  await lab.stop()
}

const customer = (base: string): Customer => ({ base, ref: 'r', contact: '', counterparty: 'ООО', responsible: '' })

/** One answered call between a phone and the client ends. */
async function talked(device: string, more: Partial<Call> & { bases?: string[]; number?: string } = {}): Promise<void> {
  const { bases = ['trade'], number = CLIENT, ...rest } = more
  journal.ended(device, {
    id: `call-${++call}`,
    commandId: null,
    direction: 'incoming',
    local: 'connected',
    remote: 'connected',
    party: { number, name: '', identity: 'known', customers: bases.map(customer), colleague: null },
    startedAt: 1,
    answeredAt: 2,
    cause: null,
    consultation: null,
    answerBy: null,
    recording: 'none',
    commands: [],
    ...rest,
  })
  await journal.flush()
}

const rule = (base = 'trade') => lab.routing.ruleOf(base, KEY)
const becomes = (target: string | null) => expect.poll(() => rule()).toBe(target)
const records = async (type: string) => {
  const all: unknown[] = []
  for await (const { record } of lab.ledger.read(0)) if (record.type === type) all.push(record)
  return all
}

beforeEach(async () => {
  lab = await routingLab()
  call = 0
  await start()
})
afterEach(async () => {
  await interactions.stop().catch(() => undefined)
  await lab.close()
})

describe('a set number of interactions', () => {
  test('makes the rule when the call ends that completes it, and no sooner', async () => {
    await talked('103')
    await talked('103', { direction: 'outgoing' })
    expect(rule()).toBeNull()
    await talked('103')
    await becomes('103')
    expect(await records('rules.written')).toEqual([
      {
        type: 'rules.written',
        base: 'trade',
        lines: [`${KEY}=103`],
        by: 'interactions:trade-103',
        commandId: expect.any(String),
      },
    ])
  })

  test('is counted for each user apart', async () => {
    for (const device of ['103', '104', '103', '104']) await talked(device)
    expect(rule()).toBeNull()
    await talked('104')
    await becomes('104')
  })

  test('of another user who comes to it later takes the client over', async () => {
    for (let n = 0; n < 3; n++) await talked('103')
    await becomes('103')
    for (let n = 0; n < 3; n++) await talked('104')
    await becomes('104')
  })

  test('is counted in the bases that know the number, by the setting of each', async () => {
    for (let n = 0; n < 3; n++) await talked('103', { bases: ['trade', 'service'] })
    await becomes('103')
    expect(rule('service')).toBeNull()
    expect(interactions.countOf('service', KEY, 'service-103')).toBe(3)
  })

  test.for([
    ['not answered', { answeredAt: null }],
    ['of a number that no base knows', { bases: [] }],
    ['with a colleague', { party: { number: '102', name: '', identity: 'colleague', customers: [], colleague: null } }],
    ['of a withheld number', { number: '' }],
    ['of a number shorter than a rule’s', { number: '5550125' }],
  ] as const)('does not count a call %s', async ([, more]) => {
    for (let n = 0; n < 4; n++)
      await talked('103', { ...more, ...('bases' in more ? { bases: [] } : {}) } as Partial<Call>)
    expect(interactions.countOf('trade', KEY, 'trade-103')).toBe(0)
    expect(await records('rules.written')).toEqual([])
  })

  test('does not count a phone that no user of the base has', async () => {
    for (let n = 0; n < 4; n++) await talked('199')
    expect(rule()).toBeNull()
  })

  test('counts a call that comes back to the same phone once', async () => {
    for (let n = 0; n < 4; n++) await talked('103', { id: 'one' })
    expect(interactions.countOf('trade', KEY, 'trade-103')).toBe(1)
    expect(rule()).toBeNull()
  })

  test('of 0 writes nothing, and yet is counted', async () => {
    interactions.setNeeded('trade', 0)
    for (let n = 0; n < 4; n++) await talked('103')
    expect(rule()).toBeNull()
    expect(interactions.countOf('trade', KEY, 'trade-103')).toBe(4)
  })

  test('that is changed does nothing at once, but at the next call', async () => {
    const told: unknown[] = []
    interactions.on('needed', (...news) => told.push(news))
    interactions.setNeeded('trade', 0)
    for (let n = 0; n < 4; n++) await talked('103')
    interactions.setNeeded('trade', 2)
    expect(rule()).toBeNull()
    await talked('103')
    await becomes('103')
    expect(told).toEqual([
      ['trade', 0],
      ['trade', 2],
    ])
  })
})

describe('a rule that somebody has written', () => {
  test('is not overwritten by counting', async () => {
    await lab.write([`${KEY}=105`])
    for (let n = 0; n < 4; n++) await talked('103')
    expect(rule()).toBe('105')
  })

  test('takes the place of a counted one, and stays', async () => {
    for (let n = 0; n < 3; n++) await talked('103')
    await becomes('103')
    await lab.write([`${KEY}=105`])
    for (let n = 0; n < 3; n++) await talked('103')
    expect(rule()).toBe('105')
  })

  test('and then removed lets the count begin anew', async () => {
    for (let n = 0; n < 3; n++) await talked('103')
    await becomes('103')
    await lab.write([`${KEY}=`])
    for (let n = 0; n < 2; n++) await talked('103')
    expect(rule()).toBeNull()
    await talked('103')
    await becomes('103')
  })
})

describe('a rule that a call has called for, kept from being written,', () => {
  /** The third call ends while the rule’s way is cut. */
  async function due(): Promise<void> {
    for (let n = 0; n < 2; n++) await talked('103')
    await interactions.stop()
    await talked('103')
    await crash()
  }

  test('does not overwrite one that an administrator has put into the file meanwhile', async () => {
    await due()
    await writeFile(lab.path(), `${KEY}=105\n`)
    await start()
    await expect.poll(() => lab.log.text()).toContain('a rule of interactions is not written')
    expect(rule()).toBe('105')
    expect(await records('rules.written')).toEqual([])
  })

  test('is written by as many digits as decide by then', async () => {
    await due()
    await start(3, { lastDigits: 11 })
    await expect.poll(() => lab.routing.ruleOf('trade', CLIENT)).toBe('103')
  })
})

describe('with another number of last digits', () => {
  const lengths = (lastDigits: number) => ({ lastDigits, internalLength: { min: 2, max: 5 } })

  test.for([7, 11])('counts go on: %s', async (lastDigits) => {
    for (let n = 0; n < 2; n++) await talked('103')
    await lab.routing.setLengths(lengths(lastDigits))
    await talked('103')
    await expect.poll(() => lab.routing.ruleOf('trade', CLIENT)).toBe('103')
  })

  test('counts go on, also after a restart', async () => {
    for (let n = 0; n < 2; n++) await talked('103')
    await stop()
    await start(3, { lastDigits: 11 })
    await talked('103')
    await expect.poll(() => lab.routing.ruleOf('trade', CLIENT)).toBe('103')
  })

  test('a counted rule is still known as such: the next user takes the client over', async () => {
    for (let n = 0; n < 3; n++) await talked('103')
    await becomes('103')
    await lab.routing.setLengths(lengths(7))
    for (let n = 0; n < 3; n++) await talked('104')
    await becomes('104')
  })

  test('one that somebody removes lets the count begin anew', async () => {
    for (let n = 0; n < 3; n++) await talked('103')
    await becomes('103')
    await lab.routing.setLengths(lengths(7))
    await lab.write(['5677876='])
    for (let n = 0; n < 2; n++) await talked('103')
    expect(rule()).toBeNull()
  })
})

describe('after a restart', () => {
  test.for([
    ['an orderly one', stop],
    ['a crash', crash],
  ] as const)('counts go on: %s', async ([, end]) => {
    await talked('103')
    await talked('103')
    await end()
    await start()
    await talked('103')
    await becomes('103')
  })

  test('a crash between the call and its rule: the rule is written at the start, once', async () => {
    for (let n = 0; n < 2; n++) await talked('103')
    // The rule's way is cut before it is begun.
    await interactions.stop()
    await talked('103')
    expect(rule()).toBeNull()
    await crash()
    await start()
    await becomes('103')
    await stop()
    await start()
    expect(await records('rules.written')).toHaveLength(1)
  })

  test('nothing is written at the start because the number was made smaller meanwhile', async () => {
    for (let n = 0; n < 2; n++) await talked('103')
    await crash()
    await start(1)
    expect(rule()).toBeNull()
  })

  test('counted rules are still known as such, and those of somebody are not', async () => {
    for (let n = 0; n < 3; n++) await talked('103')
    await becomes('103')
    await stop()
    await start()
    for (let n = 0; n < 3; n++) await talked('104')
    await becomes('104')
  })

  test('only what came after the snapshot is read again; without it, everything', async () => {
    for (let n = 0; n < 3; n++) await talked('103')
    await becomes('103')
    await stop()
    const path = join(lab.folder, 'interactions.json')
    expect(JSON.parse((await readFile(path, 'utf8')).split('\n')[0] ?? '')).toMatchObject({ seq: 4 })
    await rm(path)
    await start()
    expect(interactions.countOf('trade', KEY, 'trade-103')).toBe(3)
  })
})
