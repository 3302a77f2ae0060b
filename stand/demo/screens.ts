import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Extension } from '../browser/extension.ts'
import type { DemoPbx } from './pbx.ts'

/** A contact person of the first client. */
const CALLER = '79265550129'
const THEMES = ['light', 'dark'] as const

/** Pictures of the card with its buttons, the caller's card above it, the wizard, and the panel, in both themes; gives their paths. */
export async function takeScreens(extension: Extension, card: Page, pbx: DemoPbx, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const files: string[] = []
  const shoot = async (page: Page, name: string) => {
    await page.bringToFront()
    for (const colorScheme of THEMES) {
      // Without motion, else a colour is caught on its way.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const path = join(folder, `${name}-${colorScheme}.png`)
      await page.screenshot({ path })
      files.push(path)
    }
  }
  const overlay = extension.overlay(card)
  await overlay.find('button', /^Позвонить/)
  await shoot(card, 'card')
  const panel = await extension.panel()
  await pbx.incoming(CALLER)
  await panel.locator('[data-call]').waitFor()
  await shoot(panel, 'panel')
  await card.bringToFront()
  await overlay.find('dialog')
  await shoot(card, 'incoming')
  await overlay.click('button', /^Ответить$/)
  await overlay.text(/^Мастер принятия обращения$/)
  await overlay.find('button', /^Принять обращение$/)
  await shoot(card, 'wizard')
  await pbx.hangUp()
  await overlay.gone('dialog')
  await shoot(await extension.options(), 'options')
  return files
}
