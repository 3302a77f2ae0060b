import { appendFile, copyFile, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { factsOf } from '../../../src/server/calls/call-facts.ts'
import type { RecordedCall, RecordsPlace } from '../../../src/server/ledger/recorded-call.ts'
import { CallRecords, type CallRecordsOptions } from '../../../src/server/telephony/asterisk/records/call-records.ts'
import { memoryLog } from '../../support/log.ts'

const log = memoryLog()
let folder: string
let file: string
let records: CallRecords
/** As a ledger would keep it. */
let place: RecordsPlace | null
let calls: RecordedCall[]
let alive: boolean | null
let keeps: boolean

const isInternal = (number: string) => /^\d{2,5}$/.test(number)

function start(options: Partial<CallRecordsOptions> = {}): void {
  records = new CallRecords({
    path: file,
    technology: 'PJSIP',
    internalLength: { min: 2, max: 5 },
    place: () => place,
    begin: async (begun) => {
      place = begun
    },
    over: async (trace, next) => {
      if (!keeps) throw new Error('the disk is full')
      const call = factsOf(trace, isInternal)
      if (call && !calls.some(({ callId }) => callId === call.callId)) calls.push(call)
      place = next
    },
    lives: () => alive,
    logger: log.logger,
    lookEvery: 5,
    ...options,
  })
  records.start()
}
const restart = async (meanwhile: () => Promise<void>): Promise<void> => {
  await records.stop()
  await meanwhile()
  start()
}
const ids = () => calls.map(({ callId }) => callId)

const quoted = (fields: readonly string[]) => `${fields.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')}\n`
type Line = [
  type: string,
  second: number,
  id: string,
  channel: string,
  more?: { number?: string; name?: string; exten?: string; extra?: object; app?: string; data?: string },
]
const lines = (call: string, ...all: Line[]) =>
  all
    .map(([type, second, id, channel, { number = '', name = '', exten = '', extra, app = '', data = '' } = {}]) =>
      quoted([
        type,
        `${second}.250000`,
        id,
        call,
        channel,
        number,
        name,
        exten,
        app,
        data,
        extra ? JSON.stringify(extra) : '',
      ]),
    )
    .join('')

const CLIENT = { number: '79035677876', name: 'Ольга "Лёля"' }
/** A client rings 101, they talk from second 5 to 65. */
function talk(n: number): { begin: string; end: string; whole: string } {
  const [call, phone] = [`${1000 + n}.1`, `${1000 + n}.2`]
  const [line, own] = [`PJSIP/city-0000000${n}`, `PJSIP/101-0000000${n}`]
  const t = n * 100
  const bridge = { extra: { bridge_id: `b${n}` } }
  const begin = lines(
    call,
    ['CHAN_START', t, call, line, { ...CLIENT, exten: '74951234567' }],
    ['APP_START', t, call, line, { ...CLIENT, app: 'MixMonitor', data: `${call}.wav,b` }],
    ['CHAN_START', t + 1, phone, own, { number: '101' }],
    ['ANSWER', t + 5, phone, own, { number: '101' }],
    ['ANSWER', t + 5, call, line, CLIENT],
    ['BRIDGE_ENTER', t + 5, phone, own, bridge],
    ['BRIDGE_ENTER', t + 5, call, line, { ...CLIENT, ...bridge }],
  )
  const end = lines(
    call,
    ['BRIDGE_EXIT', t + 65, phone, own, bridge],
    ['BRIDGE_EXIT', t + 65, call, line, { ...CLIENT, ...bridge }],
    ['HANGUP', t + 65, phone, own, { extra: { hangupcause: 16, hangupsource: '', dialstatus: '' } }],
    ['HANGUP', t + 65, call, line, { ...CLIENT, extra: { hangupcause: 16, hangupsource: '', dialstatus: 'ANSWER' } }],
    ['LINKEDID_END', t + 65, call, line, CLIENT],
  )
  return { begin, end, whole: begin + end }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trubka-records-'))
  file = join(folder, 'trubka.csv')
  await writeFile(file, '')
  place = null
  calls = []
  alive = true
  keeps = true
  log.lines.length = 0
})
afterEach(async () => {
  await records.stop()
  await rm(folder, { recursive: true, force: true })
})

const begun = () => expect.poll(() => place).not.toBeNull()

describe('What the PBX writes of calls', () => {
  test('is a call with all there is to know of it', async () => {
    start()
    await begun()
    await appendFile(file, talk(1).whole)
    await expect
      .poll(() => calls)
      .toEqual([
        {
          callId: '1001.1',
          direction: 'incoming',
          number: CLIENT.number,
          name: CLIENT.name,
          caller: null,
          startedAt: 100_250,
          answeredAt: 105_250,
          endedAt: 165_250,
          talks: [{ who: '101', from: 105_250, ms: 60_000 }],
          rang: ['101'],
          result: 'answered',
          recording: '1001.1.wav',
          whole: true,
        },
      ])
  })

  test('tells of calls made by click and of their failure', async () => {
    start()
    await begun()
    const call = 'trubka-5b0c'
    await appendFile(
      file,
      lines(
        call,
        ['CHAN_START', 1, call, 'PJSIP/103-0000000a', { number: '79161111000' }],
        ['ANSWER', 2, call, 'PJSIP/103-0000000a', { number: '79161111000' }],
        ['CHAN_START', 2, '9.9', 'PJSIP/city-0000000b'],
        ['HANGUP', 4, '9.9', 'PJSIP/city-0000000b', { number: '79161111000', extra: { hangupcause: 17 } }],
        ['HANGUP', 4, call, 'PJSIP/103-0000000a', { extra: { hangupcause: 17, dialstatus: 'BUSY' } }],
        ['LINKEDID_END', 4, call, 'PJSIP/103-0000000a'],
      ),
    )
    await expect
      .poll(() => calls)
      .toMatchObject([{ direction: 'outgoing', caller: '103', number: '79161111000', result: 'busy' }])
  })

  test('is not believed when a caller has dialled what looks like a record', async () => {
    start()
    await begun()
    const forged = `1\n${talk(2).whole}`
    const [call, line] = ['5.1', 'PJSIP/city-00000001']
    await appendFile(
      file,
      lines(
        call,
        ['CHAN_START', 1, call, line, { number: forged, name: forged, exten: forged }],
        ['HANGUP', 2, call, line, { number: forged, extra: { hangupcause: 16 } }],
        ['LINKEDID_END', 2, call, line, { exten: forged }],
      ) + talk(3).whole,
    )
    await expect.poll(ids).toEqual(['5.1', '1003.1'])
    expect(calls[0]).toMatchObject({ number: '', result: 'missed' })
  })

  test('is read however it is cut into pieces, and past a record that a power cut tore', async () => {
    start()
    await begun()
    const text = talk(1).whole + talk(2).whole.slice(0, 200) + talk(3).whole
    for (let at = 0; at < text.length; at += 97) await appendFile(file, text.slice(at, at + 97))
    await expect.poll(ids).toEqual(['1001.1', '1003.1'])
  })

  test('that stood there before the server came is not ours', async () => {
    await appendFile(file, talk(1).whole + talk(2).begin)
    start()
    await begun()
    await appendFile(file, talk(2).end + talk(3).whole)
    await expect.poll(ids).toEqual(['1002.1', '1003.1'])
    expect(calls.map(({ whole }) => whole)).toEqual([false, true])
  })
})

describe('After the server was down', () => {
  test('reading goes on where it left off, with calls that had begun before', async () => {
    start()
    await begun()
    await appendFile(file, talk(1).begin + talk(2).whole)
    await expect.poll(ids).toEqual(['1002.1'])
    await restart(() => appendFile(file, talk(1).end + talk(3).whole))
    await expect.poll(ids).toEqual(['1002.1', '1001.1', '1003.1'])
    expect(calls.every(({ whole }) => whole)).toBe(true)
  })

  test.each([
    ['moved aside', async () => rename(file, `${file}.1`)],
    ['copied and emptied', async () => copyFile(file, join(folder, 'trubka-20261127.csv')).then(() => truncate(file))],
  ])('nothing is missing when the file was %s meanwhile, twice', async (_, rotate) => {
    start()
    await begun()
    await appendFile(file, talk(1).whole + talk(2).begin)
    await expect.poll(ids).toEqual(['1001.1'])
    await restart(async () => {
      await appendFile(file, talk(2).end + talk(3).begin)
      await rotate()
      await appendFile(file, talk(3).end + talk(4).whole)
      await rename(file, `${file}.0`)
      await appendFile(file, talk(5).whole)
    })
    await expect.poll(ids).toEqual(['1001.1', '1002.1', '1003.1', '1004.1', '1005.1'])
  })

  test('a file that is gone for good is said, and reading goes on with what there is', async () => {
    start()
    await begun()
    await appendFile(file, talk(1).whole)
    await expect.poll(ids).toEqual(['1001.1'])
    await restart(() => writeFile(file, talk(2).whole))
    await expect.poll(ids).toEqual(['1001.1', '1002.1'])
    expect(JSON.stringify(log.lines)).toContain('calls between may be missing')
  })
})

test('the file may be moved aside while it is read', async () => {
  start()
  await begun()
  await appendFile(file, talk(1).whole + talk(2).begin)
  await expect.poll(ids).toEqual(['1001.1'])
  await rename(file, `${file}.1`)
  await appendFile(`${file}.1`, talk(2).end)
  await appendFile(file, talk(3).whole)
  await expect.poll(ids).toEqual(['1001.1', '1002.1', '1003.1'])
})

test('a file that is not there, or not there for a while, is said and waited for', async () => {
  await rm(file)
  start()
  await begun()
  await expect.poll(() => records.state.fault).toContain('no such file')
  await writeFile(file, talk(1).whole)
  await expect.poll(ids).toEqual(['1001.1'])
  expect(records.state).toMatchObject({ fault: null, lastAt: 165_250, offset: (await readFile(file)).length })
})

test('what cannot be kept comes again until it can', async () => {
  start()
  await begun()
  keeps = false
  await appendFile(file, talk(1).whole)
  await expect.poll(() => records.state.fault).toContain('disk is full')
  keeps = true
  await expect.poll(ids).toEqual(['1001.1'])
})

test('a call that the PBX took down with it is over when the PBX says that it has none', async () => {
  alive = null
  start({ silence: 20 })
  await begun()
  await appendFile(file, talk(1).begin + talk(2).whole)
  await expect.poll(ids).toEqual(['1002.1'])
  alive = false
  await expect.poll(ids).toEqual(['1002.1', '1001.1'])
  expect(calls[1]).toMatchObject({ result: 'answered', endedAt: 105_250, whole: false })
})
