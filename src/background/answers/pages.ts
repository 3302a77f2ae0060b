import { runInPage } from '../../platform/content-scripts.ts'
import { grantedSites } from '../../platform/permissions.ts'
import { askTab, showPanelIn, tabsOf } from '../../platform/tabs.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import type { PagePart } from '../../protocol/page.ts'
import { isPageOf } from '../../ui/base-page.ts'
import type { MirrorKeeper } from '../mirror.ts'
import { isLinkPage } from '../offered-links.ts'
import { openIn1C } from '../opening.ts'
import type { PairingStore } from '../pairing-store.ts'
import type { Answers } from './answers.ts'

type Room = {
  started: Promise<unknown>
  picture: MirrorKeeper
  pairings: PairingStore
  /** The files of the content script's parts. */
  parts: Record<PagePart, string>
}

/** What concerns the open tabs: pages of 1C, parts of the content script, telephone links. */
export function pageAnswers({ started, picture, pairings, parts }: Room): Answers<'link' | 'onec' | 'page' | 'sites'> {
  const bases = () => picture.state?.bases ?? []
  return {
    'link.dial': async ({ number }, asker) => {
      const tab = asker.kind === 'content' ? asker.tab : null
      return { taken: tab !== null && (await askTab(tab, { trubkaTab: 'dialLink', number })) }
    },
    'link.offer': async ({ link }, asker) => {
      const pairing = await pairings.get()
      if (!isLinkPage(asker, pairing?.server)) throw new TrubkaError('invalidRequest', 'not the page of our server')
      await showPanelIn(asker.tab, link)
      return {}
    },
    'onec.pages': async () => {
      const tabs = await tabsOf(await grantedSites())
      return { open: tabs.some(({ url }) => bases().some((base) => isPageOf(url, base))) }
    },
    'onec.open': async (wish, asker) => {
      await started
      return openIn1C(wish, asker, { bases: bases(), tabs: await tabsOf(await grantedSites()) })
    },
    'page.part': async ({ part }, asker) => {
      if (asker.kind !== 'content' || asker.isFrame || asker.tab === null) {
        throw new TrubkaError('invalidRequest', 'not from a page')
      }
      await runInPage(parts[part], asker.tab)
      return {}
    },
    'sites.list': grantedSites,
  }
}
