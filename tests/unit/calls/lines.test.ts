import { expect, test } from 'vitest'
import type { Line } from '../../../src/protocol/state.ts'
import { leg, quietCalls, stranger } from './calls-under-test.ts'

const identify = (number: string, name: string) => ({
  ...stranger(number, name),
  customers: number === '7903' ? [{ base: 'b', ref: 'r', contact: 'Сидоров', counterparty: '', responsible: '' }] : [],
})

function office() {
  const all = quietCalls(identify)
  const told: [string, Line][] = []
  all.calls.on('line', (number, line) => told.push([number, line]))
  all.pbx.here.set('101', true).set('102', false)
  return { ...all, told }
}

test('a phone is free, rings, talks and with whom, and is free again', async () => {
  const { pbx, calls, told } = office()
  pbx.picture([])
  expect(calls.lines()).toEqual({ 101: { state: 'free', with: null }, 102: { state: 'offline', with: null } })
  const client = leg('1.1', '1.1', { state: 'dialing', number: '7903' })
  const phone = leg('1.2', '1.1', { device: '101', state: 'ringing', connected: { number: '7903', name: '' } })
  pbx.leg(client)
  pbx.leg(phone)
  expect(calls.lines()).toMatchObject({ 101: { state: 'ringing', with: 'Сидоров' } })
  pbx.leg({ ...client, state: 'up', bridgeId: 'b' })
  pbx.leg({ ...phone, state: 'up', bridgeId: 'b' })
  expect(calls.lines()).toMatchObject({ 101: { state: 'talking', with: 'Сидоров' } })
  pbx.end({ ...phone, state: 'up' }, 'normal')
  pbx.end({ ...client, state: 'up' }, 'normal')
  await expect
    .poll(() => told.filter(([number]) => number === '101').map(([, { state }]) => state))
    .toEqual(['free', 'ringing', 'talking', 'free'])
})

test('a phone that leaves the network is offline, at once', async () => {
  const { pbx, calls, told } = office()
  pbx.picture([])
  expect(calls.lines()).toMatchObject({ 101: { state: 'free' } })
  pbx.away('101')
  await expect.poll(() => told.at(-1)).toEqual(['101', { state: 'offline', with: null }])
})

test('a number outside is shown as it is', () => {
  const { pbx, calls } = office()
  pbx.picture([
    leg('1.1', '1.1', { device: '101', state: 'up', bridgeId: 'b', connected: { number: '79990001122', name: '' } }),
    leg('1.2', '1.1', { state: 'up', bridgeId: 'b', number: '79990001122' }),
  ])
  expect(calls.lines()).toMatchObject({ 101: { state: 'talking', with: '79990001122' } })
})
