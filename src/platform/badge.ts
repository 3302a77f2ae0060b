import browser from 'webextension-polyfill'

/** What the toolbar button says: a few letters, a colour and a tooltip. */
export type Badge = { text: string; colour: string; title: string }

export async function showBadge({ text, colour, title }: Badge): Promise<void> {
  await browser.action.setBadgeText({ text })
  await browser.action.setBadgeBackgroundColor({ color: colour })
  await browser.action.setTitle({ title })
}
