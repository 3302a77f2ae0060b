import { beforeEach, expect, test } from 'vitest'
import { Tries } from '../../../src/server/manager/tries.ts'

let seconds: number
let tries: Tries
beforeEach(() => {
  seconds = 0
  tries = new Tries(() => seconds * 1000)
})

const OFFICE = '192.0.2.7'
/** Each from an address of their own, until nobody new may try. */
function everybodyTries(): number {
  for (let i = 0; ; i++) if (tries.take(`2001:db8::${i.toString(16)}`) !== null) return i
}

test('an address has five tries, then one in half a minute', () => {
  const waits = Array.from({ length: 6 }, () => tries.take(OFFICE))
  expect(waits).toEqual([null, null, null, null, null, 30])
  seconds = 31
  expect([tries.take(OFFICE), tries.take(OFFICE)]).toEqual([null, 30])
})

test('all addresses together have one a second, so that a thousand of them guess no faster', () => {
  expect(everybodyTries()).toBe(20)
  expect(tries.take(OFFICE)).toBe(1)
  seconds = 2
  expect(tries.take(OFFICE)).toBeNull()
})

test('whoever has signed in from an address is not kept out there by what all others try', () => {
  expect(tries.take(OFFICE)).toBeNull()
  tries.right(OFFICE)
  everybodyTries()
  expect(tries.take('192.0.2.8')).toBe(1)
  expect(tries.take(OFFICE)).toBeNull()
})

test('nor does that give an address more than its own tries', () => {
  tries.right(OFFICE)
  const waits = Array.from({ length: 6 }, () => tries.take(OFFICE))
  expect(waits).toEqual([null, null, null, null, null, 30])
})

test('as many addresses as may be do not make one forget who has signed in', () => {
  tries.right(OFFICE)
  for (let i = 0; i < 20_000; i++) tries.take(`2001:db8::${i.toString(16)}`)
  expect(tries.take(OFFICE)).toBeNull()
})
