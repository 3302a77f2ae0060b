import { expect, test } from 'vitest'
import { errorOf } from '../../../src/platform/page-wire.ts'

test('what the background answers with is thrown as it was', () => {
  expect(errorOf({ code: 'pbxDown', message: 'no link', field: 'params.to' })).toMatchObject({
    code: 'pbxDown',
    message: 'no link',
    field: 'params.to',
  })
})

test('a code of another version is an error we have words for, and its name is kept for the log', () => {
  expect(errorOf({ code: 'lineOnFire', message: 'hot' })).toMatchObject({
    code: 'internal',
    message: 'lineOnFire: hot',
  })
  expect(errorOf({ code: 'toString', message: '' }).code).toBe('internal')
})
