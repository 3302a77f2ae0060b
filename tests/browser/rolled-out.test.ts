import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Extension, launchExtension } from '../../stand/browser/extension.ts'
import { violations } from '../support/axe.ts'
import { watchPages } from '../support/faults.ts'
import { FEW_CLIENTS, type Office, OPERATOR, openOffice } from '../support/office.ts'
import { chromiumUnder, type Managed } from '../support/policies.ts'
import { serveFolder } from '../support/web-folder.ts'

const SOON = { timeout: 30_000 }
const ONE = /^Call \+7 903 567-78-76$/

let office: Office
let web: Awaited<ReturnType<typeof serveFolder>>
let chromium: Managed
let extension: Extension
const folder = mkdtempSync(join(tmpdir(), 'trubka-rolled-out-'))

/** Everything as an administrator does it: a package of the company's own, a web server with it, the browser's policies. */
beforeAll(async () => {
  office = await openOffice('stand', { clients: FEW_CLIENTS })
  web = await serveFolder(join(folder, 'hosted'))
  const site = office.stand.origin
  await promisify(execFile)(process.execPath, [
    ...['scripts/package.mjs', '--built', '--target', 'chromium', '--out', folder],
    ...['--host', web.origin, '--site', site, '--key', join(folder, 'key.pem')],
  ])
  const id = /appid="([a-p]{32})"/.exec(readFileSync(join(folder, 'hosted', 'updates.xml'), 'utf8'))?.[1] ?? ''
  chromium = chromiumUnder({
    // For the test's own eyes: else nobody may look into what policy has installed.
    DeveloperToolsAvailability: 1,
    ExtensionSettings: {
      [id]: {
        installation_mode: 'force_installed',
        update_url: `${web.origin}/updates.xml`,
        toolbar_pin: 'force_pinned',
      },
    },
    '3rdparty': {
      extensions: {
        [id]: {
          server: office.url,
          bases: [{ address: office.stand.webClientUrl, preset: 'crm' }],
          fields: [{ means: 'other', caption: 'Телефон для справок' }],
          language: 'en',
          sound: false,
        },
      },
    },
  })
  extension = await launchExtension({ rolledOut: { program: chromium.program, id }, welcome: true })
  watchPages(extension.context, office.stand, extension.id)
})
afterAll(async () => {
  await extension?.close()
  chromium?.remove()
  await web?.close()
  await office?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('Rolled out by policy', () => {
  test('the extension needs nothing of an operator but the code, and a phone in 1C is dialled', async () => {
    // The browser fetches what policy installs when it finds the time.
    const steps = await extension.welcome(120_000)
    await steps.getByText('Three steps, and you can call from within 1C.').waitFor()
    await expect.poll(() => steps.locator('[data-step="allow"]').getAttribute('data-done'), SOON).toBe('true')
    const server = steps.locator('input[name="server"]')
    expect([await server.inputValue(), await server.isDisabled()]).toEqual([`${office.url}`, true])
    for (const colorScheme of ['light', 'dark'] as const) {
      await steps.emulateMedia({ colorScheme })
      expect(await violations(steps)).toEqual([])
    }
    // By the keyboard alone: the code is the first thing that can be filled in.
    await steps.keyboard.press('Tab')
    await steps.keyboard.type(await office.server.code(OPERATOR))
    await steps.keyboard.press('Enter')
    await expect.poll(() => steps.locator('[data-step="connect"]').getAttribute('data-done'), SOON).toBe('true')

    const page = await extension.open(`${office.stand.webClientUrl}?pace=fast`)
    await page.waitForSelector('html[data-stand-ready]')
    await page.evaluate((ref) => window.__stand.openCard(ref), office.stand.base.clientNamed('ООО «Ромашка»').ref)
    await extension.overlay(page).click('button', ONE)
    await (await office.lab.city.ringing()).answer()
    await expect.poll(() => office.lab.conversations(), SOON).toEqual([[OPERATOR, '79035677876']])
    await steps.bringToFront()
    await steps.getByText('All is ready. You can close this page.').waitFor()
  })

  test('what the administrator has set is shown as such, and cannot be changed', async () => {
    const options = await extension.options()
    const managed = async (name: string) => {
      const field = options.locator(`[name="${name}"]`).first()
      await field.waitFor()
      return [await field.isDisabled(), await field.locator('xpath=ancestor::label').innerText()]
    }
    for (const name of ['sound', 'language', 'preset'])
      expect(await managed(name)).toEqual([true, expect.stringContaining('set by your administrator')])
    expect(await managed('notifications')).toEqual([false, expect.not.stringContaining('administrator')])
    await options.getByText('Fields from your administrator: 1.').waitFor()
    expect(await options.locator('#sites').locator('..').innerText()).toContain('set by your administrator')
    expect(await violations(options)).toEqual([])
  })
})
