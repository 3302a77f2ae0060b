import type { Page } from 'playwright-core'

/** What a screen reader is told of one thing in the overlay, beyond its role and name. */
export type Told = { name: string; description: string; focused: boolean; disabled: boolean; expanded: boolean }

/** All of a role and name, on the page and in the overlay. */
export async function told(page: Page, role: string, name: RegExp): Promise<Told[]> {
  const cdp = await page.context().newCDPSession(page)
  const { nodes } = await cdp.send('Accessibility.getFullAXTree')
  await cdp.detach()
  return nodes
    .filter((node) => !node.ignored && node.role?.value === role && name.test(String(node.name?.value ?? '')))
    .map((node) => {
      const is = (property: string) =>
        node.properties?.some((each) => each.name === property && each.value.value === true) === true
      return {
        name: String(node.name?.value ?? ''),
        description: String(node.description?.value ?? ''),
        focused: is('focused'),
        disabled: is('disabled'),
        expanded: is('expanded'),
      }
    })
}

/** Presses Tab until something of this name has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 100; presses++) {
    if ((await told(page, role, name)).some(({ focused }) => focused)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${role} ${name}`)
}
