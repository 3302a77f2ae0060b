import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Recorder, type RecorderOptions } from '../../../src/server/calls/recorder.ts'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import type { RecordedCall } from '../../../src/server/ledger/recorded-call.ts'
import { silent } from '../telephony/pbx-under-test.ts'

let folder: string
let ledger: Ledger
let recorder: Recorder

const bases: RecorderOptions['bases'] = [
  { id: 'trade', registerCalls: 'external' },
  { id: 'crm', registerCalls: 'all' },
  { id: 'bank', registerCalls: 'off' },
]
const place = (offset: number) => ({ head: 'file', offset })

async function start(options: Partial<RecorderOptions> = {}): Promise<void> {
  ledger = await openLocalLedger(join(folder, 'ledger'), { logger: silent })
  recorder = new Recorder({
    ledger,
    path: join(folder, 'calls.json'),
    bases,
    records: false,
    logger: silent,
    ...options,
  })
  await recorder.start()
}
/** A power cut: nothing is said good-bye to. */
async function crash(): Promise<void> {
  await ledger.close()
}

const call = (callId: string, more: Partial<RecordedCall> = {}): RecordedCall => ({
  callId,
  direction: 'incoming',
  number: '79035677876',
  name: '',
  caller: null,
  startedAt: 1000,
  answeredAt: null,
  endedAt: 2000,
  talks: [],
  rang: ['101'],
  result: 'missed',
  recording: null,
  whole: true,
  ...more,
})

async function kept() {
  const found: { callId: string; recording: string | null; bases: string[]; offset: number | null }[] = []
  for await (const { record } of ledger.read(0)) {
    if (record.type !== 'call.recorded') continue
    const { callId, recording, bases, place } = record
    found.push({ callId, recording, bases, offset: place?.offset ?? null })
  }
  return found
}
const ids = async () => (await kept()).map(({ callId }) => callId)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trubka-recorder-'))
})
afterEach(async () => {
  await recorder.stop()
  await ledger.close()
  await rm(folder, { recursive: true, force: true })
})

describe('A call that is over', () => {
  test('is in the ledger at once where there are no other records, for the bases that register such calls', async () => {
    await start()
    recorder.seen(call('1.1'))
    recorder.seen(call('1.2', { direction: 'internal' }))
    await expect.poll(kept).toMatchObject([
      { callId: '1.1', bases: ['trade', 'crm'], offset: null },
      { callId: '1.2', bases: ['crm'] },
    ])
  })

  test('waits for what the PBX has written of it, which says more', async () => {
    await start({ records: true, patience: 60_000 })
    recorder.seen(call('1.1'))
    await recorder.told(call('1.1', { recording: '1.1.wav' }), place(100))
    expect(await kept()).toMatchObject([{ callId: '1.1', recording: '1.1.wav', offset: 100 }])
  })

  test('does not wait for ever; what is written later changes nothing', async () => {
    await start({ records: true, patience: 10 })
    recorder.seen(call('1.1'))
    await expect.poll(ids).toEqual(['1.1'])
    await recorder.told(call('1.1', { recording: '1.1.wav' }), place(100))
    expect(await kept()).toMatchObject([{ callId: '1.1', recording: null }])
  })

  test('is kept at an orderly stop, however long it would have waited', async () => {
    await start({ records: true, patience: 60_000 })
    recorder.seen(call('1.1'))
    await recorder.stop()
    expect(await ids()).toEqual(['1.1'])
  })

  test('is once in the ledger, whoever tells of it, in whatever order and across a crash', async () => {
    await start({ records: true, patience: 10 })
    await recorder.told(call('1.1'), place(100))
    recorder.seen(call('1.1'))
    recorder.seen(call('1.2'))
    recorder.seen(call('1.2'))
    await expect.poll(ids).toEqual(['1.1', '1.2'])
    await crash()
    await start({ records: true, patience: 10 })
    await recorder.told(call('1.1'), place(100))
    await recorder.told(call('1.2'), place(200))
    await recorder.told(call('1.3'), place(300))
    expect(await ids()).toEqual(['1.1', '1.2', '1.3'])
  })

  test('is known after an orderly restart as well, which reads a snapshot', async () => {
    await start()
    recorder.seen(call('1.1'))
    await recorder.stop()
    await ledger.close()
    await start()
    expect(recorder.has('1.1')).toBe(true)
    recorder.seen(call('1.1'))
    await recorder.stop()
    expect(await ids()).toEqual(['1.1'])
  })
})

describe('Where the PBX’s records are to be read on from', () => {
  test('is known after a crash', async () => {
    await start({ records: true })
    expect(recorder.place).toBeNull()
    await recorder.begin(place(50))
    expect(recorder.place).toEqual(place(50))
    await recorder.told(call('1.1'), place(100))
    await crash()
    await start({ records: true })
    expect(recorder.place).toEqual(place(100))
  })

  test('is not forgotten over calls that were only seen', async () => {
    await start({ records: true, patience: 1 })
    await recorder.told(call('1.1'), place(100))
    recorder.seen(call('1.2'))
    await expect.poll(ids).toEqual(['1.1', '1.2'])
    expect(recorder.place).toEqual(place(100))
  })
})
