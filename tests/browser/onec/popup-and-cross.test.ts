import { describe, expect, test } from 'vitest'
import { useWorld } from '../../support/world.ts'

describe('A call comes in over an open card', () => {
  const world = useWorld('stand')

  test('the form’s own cross can still be pressed', async () => {
    const page = await world().onec()
    const form = await world().card(page)
    await world().lab.incoming({ from: '79265550129' })
    const { box } = await world()
      .extension.overlay(page)
      .find('button', /^Ответить$/)
    expect(box).not.toBeNull()
    await page.locator('.page:not([style*="none"]) .toplineClose').click({ timeout: 30_000 })
    await page.locator(`#form${form}_container`).waitFor({ state: 'detached' })
  })
})
