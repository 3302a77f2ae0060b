import type { Page } from 'playwright-core'
import type { World } from './world.ts'

/** The numbers of each button of the page that is seen, sorted. */
export async function dialled({ extension }: World, page: Page): Promise<string[]> {
  const buttons = await extension.overlay(page).findAll('button', /^(?:Позвонить|Call) /u)
  return buttons
    .filter(({ box }) => box !== null)
    .map(({ name }) => name.replace(/ \((?:доб|ext)\. \d+[^)]*\)/gu, '').match(/\d[\d -]+\d/gu) ?? [])
    .map((numbers) => numbers.map((number) => number.replace(/\D/gu, '')).join(' '))
    .toSorted()
}
