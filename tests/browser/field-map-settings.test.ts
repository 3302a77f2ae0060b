import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { useWorld } from '../support/world.ts'

const ONE = /^Позвонить \+7 903 567-78-76$/

describe('The field map of a base, in the settings', () => {
  const world = useWorld('stand')

  test('is chosen, loaded from a file, saved to one, and a line of it taken away; the open page follows', async () => {
    const page = await world().onec()
    await world().card(page)
    const overlay = world().extension.overlay(page)
    await overlay.find('button', ONE)
    const options = await world().extension.options()
    const base = options.locator('.base').first()
    await base.locator('select').selectOption('unf')

    const load = (content: string) =>
      base.locator('input[name="fieldMap"]').setInputFiles({
        name: 'map.json',
        mimeType: 'application/json',
        buffer: Buffer.from(content),
      })
    await load(JSON.stringify({ format: 'trubka.fields.1', title: '', fields: [{ means: 'phon', caption: 'x' }] }))
    await options.getByText('В файле ошибка: fields.0.means («x»).').waitFor()
    const fields = [{ means: 'other', caption: 'Телефон' }]
    await load(JSON.stringify({ format: 'trubka.fields.1', title: '', fields }))
    await options.getByText('Загружено полей: 1.').waitFor()
    await base.getByText('Телефон: Не телефон').waitFor()
    await page.bringToFront()
    await overlay.gone('button', ONE)

    await options.bringToFront()
    const [saved] = await Promise.all([
      options.waitForEvent('download'),
      base.getByRole('button', { name: 'Сохранить в файл' }).click(),
    ])
    expect(JSON.parse(await readFile(await saved.path(), 'utf8'))).toMatchObject({ fields })
    await base.getByRole('button', { name: 'Убрать: Телефон' }).click()
    await page.bringToFront()
    await overlay.find('button', ONE)
    expect(await base.locator('select').inputValue()).toBe('unf')
  })
})
