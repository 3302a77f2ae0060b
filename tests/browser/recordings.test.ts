import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { missingFor } from '../support/lab.ts'
import { LINES } from '../support/phone-lab.ts'
import { useWorld } from '../support/world.ts'

const CLIENT = '79035677876'
const LATER = { timeout: 20_000, interval: 50 }
const missing = await missingFor('asterisk')

describe.skipIf(missing !== null && !process.env.CI)('The recording that Asterisk has made of a call', () => {
  const world = useWorld('asterisk')

  test('is played from its row in the history: seen, gone through by keys, and saved; each time is noted', async () => {
    const { lab, server, extension } = world()
    const client = await lab.incoming({ from: CLIENT, to: LINES.recorded })
    const own = await lab.phone('101').ringing()
    await own.answer()
    expect(await client.settled()).toBe('up')
    // Eight thousand samples of two bytes a second: so long that there is something to go through.
    const monitor = join(lab.name === 'asterisk' ? lab.asterisk.dir : '', 'spool', 'monitor')
    const recorded = async () => {
      const sizes = (await readdir(monitor)).map(async (name) => (await stat(join(monitor, name))).size)
      return Math.max(0, ...(await Promise.all(sizes)))
    }
    await expect.poll(recorded, LATER).toBeGreaterThan(3 * 16_000)
    await client.hangup()
    await own.ended()

    const panel = await extension.panel()
    await panel.getByRole('button', { name: 'Слушать запись' }).first().click()
    const player = panel.getByRole('group', { name: 'Запись разговора' })
    const place = player.getByRole('slider', { name: 'Место в записи' })
    const audio = () =>
      player.locator('audio').evaluate((element) => {
        if (!(element instanceof HTMLAudioElement)) throw new Error('no sound')
        const { currentTime, duration, paused, playbackRate, error } = element
        return { at: currentTime, seconds: duration, paused, rate: playbackRate, fault: error?.message ?? '' }
      })
    await expect.poll(async () => (await audio()).seconds, LATER).toBeGreaterThan(1)
    expect(await player.locator('.player-scale path').first().getAttribute('d')).toMatch(
      /^(M[\d.]+ [\d.]+v[\d.]+){50,}$/,
    )

    await player.getByLabel('Скорость').selectOption({ label: '0,75×' })
    await player.getByRole('button', { name: 'Слушать' }).click()
    await expect.poll(async () => (await audio()).at, LATER).toBeGreaterThan(0.3)
    expect(await audio()).toMatchObject({ rate: 0.75, fault: '' })
    await place.focus()
    await panel.keyboard.press('ArrowRight')
    await expect.poll(async () => (await audio()).at / (await audio()).seconds, LATER).toBeGreaterThan(0.9)
    await expect.poll(async () => (await audio()).paused, LATER).toBe(true)
    await panel.keyboard.press('ArrowLeft')
    await expect.poll(async () => (await audio()).at, LATER).toBeLessThan((await audio()).seconds)

    const [saved] = await Promise.all([
      panel.waitForEvent('download'),
      player.getByRole('link', { name: 'Сохранить файл' }).click(),
    ])
    const path = await saved.path()
    expect((await readFile(path)).toString('latin1', 0, 4)).toBe('RIFF')
    const ledger = () => readFile(join(server.dataFolder, 'ledger', 'ledger.log'), 'utf8').catch(() => '')
    await expect.poll(async () => (await ledger()).split('"recording.opened"').length - 1, LATER).toBe(1)
  })
})
