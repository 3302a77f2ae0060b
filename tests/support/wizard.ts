import type { Page } from 'playwright-core'
import type { Intake, IntakeForm } from '../../src/protocol/intake.ts'
import { OPERATOR } from './office.ts'
import { Operator, pair } from './operator.ts'
import type { LabCall } from './phone-lab.ts'
import type { World } from './world.ts'

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
export async function fillIn({ extension }: World, page: Page, name: RegExp, text: string): Promise<void> {
  const overlay = extension.overlay(page)
  await overlay.scrollTo('textbox', name)
  await overlay.click('textbox', name)
  await page.keyboard.type(text)
}

/** The default operator, whose browser speaks the protocol and is none; the world's is a colleague's. */
export async function operatorElsewhere({ server }: World): Promise<Operator> {
  const operator = await Operator.signIn(server.url, await pair(server.url, await server.code(OPERATOR)))
  await operator.sync()
  return operator
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
