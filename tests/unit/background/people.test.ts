import { expect, test } from 'vitest'
import { peopleNamed } from '../../../src/background/people.ts'
import { freshState } from '../../support/peer.ts'

test('a name is found whatever its spaces and letter case', () => {
  expect(peopleNamed('  петров  Семён Ильич ', freshState()).map(({ id }) => id)).toEqual(['u103'])
})

test('the operator is found among the others, once', () => {
  expect(peopleNamed('Иванова Анна Петровна', freshState())).toHaveLength(1)
})

test('both who share a name are found', () => {
  const state = freshState()
  const twin = { id: 'u109', name: 'Петров Семён Ильич', department: 'Склад', number: '109' }
  state.colleagues = [...state.colleagues, twin]
  expect(peopleNamed('Петров Семён Ильич', state).map(({ id }) => id)).toEqual(['u103', 'u109'])
})

test('part of a name is nobody', () => {
  expect(peopleNamed('Петров', freshState())).toEqual([])
})
