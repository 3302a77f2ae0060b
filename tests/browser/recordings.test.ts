import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keepPassword } from '../../src/server/identity/manager-password.ts'
import { violations } from '../support/axe.ts'
import { missingFor } from '../support/lab.ts'
import { LINES } from '../support/phone-lab.ts'
import { useWorld } from '../support/world.ts'

const PASSWORD = 'пароль для проверки'
const CLIENT = '79035677876'
const LATER = { timeout: 30_000, interval: 50 }
const missing = await missingFor('asterisk')

describe.skipIf(missing !== null && !process.env.CI)('The recording that Asterisk has made of a call', () => {
  const world = useWorld('asterisk')

  /** A client's call of more than three seconds, which the default operator has answered. */
  const recordedCall = async () => {
    const { lab } = world()
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
  }
  const ledger = () => readFile(join(world().server.dataFolder, 'ledger', 'ledger.log'), 'utf8').catch(() => '')
  const timesNoted = async () => (await ledger()).split('"recording.opened"').length - 1

  test('is played from its row in the history: seen, gone through by keys, and saved; each time is noted', async () => {
    const { extension } = world()
    await recordedCall()
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
    const drawn = () => player.locator('.player-scale path').first().getAttribute('d')
    await expect.poll(drawn, LATER).toMatch(/^(M[\d.]+ [\d.]+v[\d.]+){50,}$/)

    expect(await violations(panel)).toEqual([])

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
    await expect.poll(timesNoted, LATER).toBe(1)

    const { server } = world()
    await keepPassword(server.dataFolder, PASSWORD)
    const manager = await extension.open(`${server.http}/manager/`)
    await manager.getByLabel('Пароль').fill(PASSWORD)
    await manager.keyboard.press('Enter')
    await manager.getByRole('navigation').getByRole('link', { name: 'Журнал' }).click()
    await manager.getByRole('button', { name: 'Прослушивания' }).click()
    const { name } = world().stand.base.employeeWithNumber('101')
    const row = manager.getByRole('row').filter({ hasText: '+7 903 567-78-76, 101, ' })
    await row.getByText(name).waitFor()
    expect(await row.count()).toBe(1)
  })

  test('is opened in the panel by the link that stands in the document of 1C', async () => {
    await recordedCall()
    const before = await timesNoted()
    const facts = async () => /"callId":"([\d.]+)".*?"startedAt":(\d+)/.exec(await ledger())
    await expect.poll(facts, LATER).not.toBeNull()
    const [, callId = '', startedAt = ''] = (await facts()) ?? []
    const link = new URL('/tel', world().url.replace('ws:', 'http:'))
    await world().extension.grant(link.href)
    link.searchParams.set('call', `recording:${callId}~${startedAt}`)
    const page = await world().extension.context.newPage()
    // The page gives way to the panel while it loads.
    await page.goto(link.href).catch(() => {})
    await page.waitForURL(/side\.html/, LATER)
    const player = page.getByRole('region', { name: 'Запись разговора' }).getByRole('group')
    await player.getByRole('button', { name: 'Слушать' }).click()
    await player.getByRole('button', { name: 'Пауза' }).waitFor()
    await expect.poll(timesNoted, LATER).toBe(before + 1)
    await page.getByRole('button', { name: 'Закрыть', exact: true }).click()
    await page.getByRole('group', { name: 'Запись разговора' }).waitFor({ state: 'detached' })
  })
})
