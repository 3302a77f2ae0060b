import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { STEPS } from '../../../src/server/journal/schema.ts'
import { migrate } from '../../../src/server/sqlite/migrate.ts'

let db: Database.Database
beforeEach(() => {
  db = new Database(':memory:')
})
afterEach(() => db.close())
const version = () => db.pragma('user_version', { simple: true })

test('a new file has the newest form', () => {
  migrate(db, STEPS)
  expect(version()).toBe(STEPS.length)
})

test('one of before is brought to it, step by step, with what it holds', () => {
  migrate(db, ['CREATE TABLE a (x)'])
  db.exec('INSERT INTO a VALUES (7)')
  const steps = ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y DEFAULT 1', 'UPDATE a SET y = x + y']
  migrate(db, steps)
  migrate(db, steps)
  expect(db.prepare('SELECT * FROM a').all()).toEqual([{ x: 7, y: 8 }])
  expect(version()).toBe(3)
})

test('a step that fails leaves the form of before', () => {
  migrate(db, ['CREATE TABLE a (x)'])
  expect(() => migrate(db, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); INSERT INTO nothing VALUES (1)'])).toThrow()
  expect(version()).toBe(1)
  expect(db.prepare(`SELECT name FROM sqlite_schema`).pluck().all()).toEqual(['a'])
})

test('one of a newer program is left alone', () => {
  db.pragma('user_version = 99')
  expect(() => migrate(db, STEPS)).toThrow('newer')
})
