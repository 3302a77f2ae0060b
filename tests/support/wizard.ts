import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Intake, IntakeForm } from '../../src/protocol/intake.ts'
import type { RunningServer } from '../../stand/cti-server.ts'
import { OPERATOR } from './office.ts'
import { Operator, type Pairing, pair } from './operator.ts'
import type { LabCall } from './phone-lab.ts'
import type { World } from './world.ts'

const SOON = { timeout: 30_000, interval: 50 }

/** A client calls, the default operator's phone answers; gives the client's side. */
export async function answerByPhone({ lab }: World, from: string): Promise<LabCall> {
  const client = await lab.incoming({ from })
  await (await lab.phone(OPERATOR).ringing()).answer()
  return client
}

/** A page of 1C over which the wizard of an answered call stands. */
export async function answeredIn1C(world: World, from: string): Promise<Page> {
  const page = await world.onec()
  await answerByPhone(world, from)
  await world.extension.overlay(page).find('button', /^Принять обращение$/)
  return page
}

/** Clicks into a field of the wizard and types, as an operator does. */
export async function fillIn(
  { extension }: Pick<World, 'extension'>,
  page: Page,
  name: RegExp,
  text: string,
): Promise<void> {
  const overlay = extension.overlay(page)
  await overlay.scrollTo('textbox', name)
  await overlay.click('textbox', name)
  await page.keyboard.type(text)
}

/** Chooses a «Тип услуги» by the keys, as a list is; the wizard has its keyboard then. */
export async function chooseService({ extension, stand }: World, page: Page, service: string): Promise<void> {
  const overlay = extension.overlay(page)
  await expect.poll(() => overlay.findAll('option', new RegExp(`^${service}$`)), SOON).toHaveLength(1)
  await overlay.click('textbox', /^Тема$/)
  await page.keyboard.press('Shift+Tab')
  // By their names, after «Не выбран».
  const names = stand.base.crm.services.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'ru'))
  for (let n = names.indexOf(service); n >= 0; n--) await page.keyboard.press('ArrowDown')
  await expect.poll(async () => (await overlay.find('combobox', /^Тип услуги$/)).value, SOON).toBe(service)
}

/** Whom the wizard names under «Кому передать». */
export async function managerIs({ extension }: World, page: Page, name: string): Promise<void> {
  await expect.poll(() => extension.overlay(page).textsOf('group', /^Кому передать$/), SOON).toContain(name)
}

/** What 1C has of requests, to be compared with itself. */
export const registered = ({ stand }: World) => {
  const { potentials, interests, interactions } = stand.base.crm
  return { potentials: potentials.length, interests: interests.length, interactions: interactions.length }
}

/** The row of «Рабочее место менеджера» with this topic, in a tab of its own: texts of its cells. */
export async function workplaceRow(world: World, topic: string): Promise<string[]> {
  const page = await world.onec()
  await page.evaluate(() => window.__stand.openRequests())
  const row = page.locator('.page:not([style*="none"]) .gridBody .gridLine', { hasText: topic })
  await row.waitFor(SOON)
  const texts = await row.locator('.gridBoxText').allTextContents()
  await page.close()
  return texts
}

/** The default operator, whose browser speaks the protocol and is none; the world's is a colleague's. */
export async function operatorElsewhere({ server }: World): Promise<Operator> {
  const operator = await Operator.signIn(server.url, await pair(server.url, await server.code(OPERATOR)))
  await operator.sync()
  return operator
}

const pairings = new WeakMap<RunningServer, Promise<Pairing>>()

/** For `afterEach`: what a test has typed stays before its operator until somebody closes it. */
export async function closeWizards({ server }: World): Promise<void> {
  const pairing = pairings.get(server) ?? server.code(OPERATOR).then((code) => pair(server.url, code))
  pairings.set(server, pairing)
  const operator = await Operator.signIn(server.url, await pairing)
  await operator.sync()
  for (const { id } of operator.state.intakes) await operator.ask('intake.dismiss', { id })
  await operator.close()
}

export async function wizardOf(operator: Operator, number: string): Promise<Intake> {
  const of = (intakes: readonly Intake[]) => intakes.find((intake) => intake.number === number)
  const found = of((await operator.sees(({ intakes }) => of(intakes) !== undefined, 30_000)).intakes)
  if (!found) throw new Error(`no wizard for ${number}`)
  return found
}

/** Gives the form as it stands then. */
export async function typeElsewhere(
  operator: Operator,
  intake: Intake,
  typed: Partial<IntakeForm>,
): Promise<IntakeForm> {
  const { id, callId, number } = intake
  const form = { ...intake.form, ...typed }
  await operator.ask('intake.keep', { id, callId, number, form, version: intake.version + 1 })
  return form
}
