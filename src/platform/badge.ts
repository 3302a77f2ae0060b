import browser from 'webextension-polyfill'

/** What the toolbar button says: a few letters, a colour and a tooltip. */
export type Badge = { text: string; colour: string; title: string }

let shown = ''

/** Asked for at each change of anything; the browser is told when it is another one. */
export async function showBadge({ text, colour, title }: Badge): Promise<void> {
  const wanted = JSON.stringify([text, colour, title])
  if (wanted === shown) return
  shown = wanted
  await browser.action.setBadgeText({ text })
  await browser.action.setBadgeBackgroundColor({ color: colour })
  await browser.action.setTitle({ title })
}
