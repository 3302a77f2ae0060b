import { describe, expect, test } from 'vitest'
import { offscreenSounds } from '../support/offscreen.ts'
import { preferencesOf, useWorld } from '../support/world.ts'

const SOON = { timeout: 30_000, interval: 50 }

const world = useWorld('stand')

describe('The browser rings', () => {
  const sounds = () => offscreenSounds(world().extension.context)
  const places = () =>
    world()
      .extension.worker()
      .evaluate(async () =>
        (await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT' as never] })).map(
          ({ documentUrl }) => documentUrl ?? '',
        ),
      )

  test('while a call comes in, until it is answered', async () => {
    await expect.poll(sounds, SOON).toEqual([])
    await world().lab.incoming({ from: '79265550129' })
    const ring = await world().lab.phone('101').ringing()
    await expect.poll(sounds, SOON).toEqual([{ state: 'running', time: expect.any(Number) }])
    // The clock of a context that is heard goes on.
    const times = new Set<number>()
    const distinct = async () => {
      for (const { time } of await sounds()) times.add(time)
      return times.size
    }
    await expect.poll(distinct, SOON).toBeGreaterThan(1)
    await ring.answer()
    await expect.poll(sounds, SOON).toEqual([])
  })

  test('with the sound and as loud as was chosen in the settings, where it can be heard', async () => {
    const options = await world().extension.options()
    await options.locator('select[name="tone"]').selectOption('bright')
    await options.locator('input[name="volume"]').fill('70')
    await expect.poll(() => preferencesOf(world().extension), SOON).toMatchObject({ tone: 'bright', volume: 0.7 })
    await options.getByRole('button', { name: 'Прослушать' }).click()
    await world().lab.incoming({ from: '79265550129' })
    await world().lab.phone('101').ringing()
    await expect.poll(places, SOON).toEqual([expect.stringMatching(/ring\.html\?tone=bright&volume=0\.7$/)])
    await options.locator('input[name="sound"]').uncheck()
    await expect.poll(places, SOON).toEqual([])
    await options.locator('input[name="sound"]').check()
  })
})

describe('Tabs and windows', () => {
  test('agree about the call, and closing any of them ends nothing', async () => {
    const pages = [await world().onec(), await world().onec()]
    const panels = [await world().extension.panel(), await world().extension.panel()]
    await world().lab.incoming({ from: '79265550129' })
    const ring = await world().lab.phone('101').ringing()
    for (const panel of panels) await panel.getByText('Входящий звонок').waitFor()
    await ring.answer()
    for (const panel of panels) await panel.getByText(/Разговор/).waitFor()
    for (const page of pages) {
      await page.bringToFront()
      await world()
        .extension.overlay(page)
        .text(/Разговор/)
    }
    const [first, last] = panels
    await first?.getByRole('button', { name: 'Удержать' }).click()
    await last?.getByText(/На удержании/).waitFor()
    await last?.getByRole('button', { name: 'Вернуть', exact: true }).click()
    await first?.getByText(/Разговор/).waitFor()
    for (const page of [...pages, ...panels]) await page.close()
    expect(await world().lab.conversations()).toEqual([['101', '79265550129']])
    const again = await world().extension.panel()
    await again.getByText(/Разговор/).waitFor()
  })
})
