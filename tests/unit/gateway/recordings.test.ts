import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordingKey } from '../../../src/protocol/recording.ts'
import type { LedgerRecord } from '../../../src/server/ledger/ledger.ts'
import { type Border, openBorder } from '../../support/border.ts'

const SOUND = Buffer.from('RIFF....not quite a sound, but long enough to be asked for in parts')
let border: Border
beforeEach(async () => {
  border = await openBorder()
  await mkdir(border.recordingsFolder, { recursive: true })
  await writeFile(join(border.recordingsFolder, 'a.wav'), SOUND)
})
afterEach(() => border.close())

/** A call that is over; gives its number in the journal. */
const recorded = (over: { who?: string; recording?: string | null; callId?: string } = {}) => {
  const { who = '101', recording = 'a.wav', callId = '1795.1' } = over
  return border.ledger.append({
    type: 'call.recorded',
    callId,
    direction: 'incoming',
    number: '79035677876',
    name: '',
    caller: null,
    startedAt: 1,
    answeredAt: 2,
    endedAt: 3,
    talks: [{ who, from: 2, ms: 1 }],
    rang: [who],
    result: 'answered',
    recording,
    whole: true,
    bases: [],
    place: null,
  })
}
const heard = async () => {
  const records: LedgerRecord[] = []
  for await (const { record } of border.ledger.read(0, ['recording.opened'])) records.push(record)
  return records
}
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${border.http}${path}`, { method, headers })

describe('the recording of a call', () => {
  test('is heard by who had the call, whole or in parts, and that is noted first', async () => {
    const call = await recorded()
    const anna = await border.operator('u101')
    const { path, name, waveform } = await anna.ask('recording.open', { call })
    expect([name, waveform]).toEqual(['a.wav', null])
    expect(await heard()).toEqual([{ type: 'recording.opened', call, by: 'u101', from: '127.0.0.1' }])
    const whole = await get(path)
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(SOUND)
    const part = await get(path, { range: 'bytes=4-7' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 4-7/${SOUND.length}`])
    expect(await part.text()).toBe('....')
    expect((await get(path, { range: `bytes=${SOUND.length}-` })).status).toBe(416)
    const head = await get(path, {}, 'HEAD')
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(SOUND.length)])
    const saved = await get(`${path}?download`)
    expect(saved.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''a.wav")
    expect(saved.headers.get('cache-control')).toBe('no-store')
  })

  test('is not heard by others, and they learn nothing of it; by whom the administrator lets, is', async () => {
    const [annas, pyotrs] = [await recorded({ who: '101' }), await recorded({ who: '103' })]
    const anna = await border.operator('u101')
    const pyotr = await border.operator('u103')
    await expect(anna.ask('recording.open', { call: pyotrs })).rejects.toMatchObject({ code: 'mayNotListen' })
    expect(await heard()).toEqual([])
    await pyotr.ask('recording.open', { call: annas })
    expect(await heard()).toMatchObject([{ call: annas, by: 'u103' }])
  })

  test('that was not made, or is gone, is said to be so; so is a number that is no call', async () => {
    const anna = await border.operator('u101')
    const without = await recorded({ recording: null, callId: '1795.7' })
    const gone = await recorded()
    await rm(join(border.recordingsFolder, 'a.wav'))
    for (const call of [without, gone, without + 100, 1])
      await expect(anna.ask('recording.open', { call })).rejects.toMatchObject({ code: 'noRecording' })
  })

  test('is found by the key that a document in 1C has; of another key there is none', async () => {
    const call = await recorded()
    await recorded({ callId: '1795.2' })
    await border.journal.upToDate()
    const anna = await border.operator('u101')
    expect(await anna.ask('recording.find', { key: recordingKey({ callId: '1795.1', startedAt: 1 }) })).toEqual({
      call,
    })
    for (const key of ['1795.3~1', '1795.1~2'])
      await expect(anna.ask('recording.find', { key })).rejects.toMatchObject({ code: 'noRecording' })
    await expect(anna.ask('recording.find', { key: '../x~1' })).rejects.toMatchObject({ code: 'invalidParams' })
  })

  test.each([['x'], ['eyJwYXRoIjoiL2V0Yy9wYXNzd2QifQ.AAAA'], ['..%2F..%2Fetc%2Fpasswd'], ['']])(
    'no link of ours: %j leads nowhere',
    async (token) => {
      expect((await get(`/recordings/${token}`)).status).toBe(404)
    },
  )

  test('only reads', async () => {
    const call = await recorded()
    const { path } = await (await border.operator('u101')).ask('recording.open', { call })
    expect((await get(path, {}, 'POST')).status).toBe(405)
    expect((await get(path, {}, 'DELETE')).status).toBe(405)
  })
})
