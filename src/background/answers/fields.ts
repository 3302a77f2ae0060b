import * as v from 'valibot'
import { runInPage } from '../../platform/content-scripts.ts'
import { reportOfPage } from '../../platform/page-report.ts'
import { grantedSites } from '../../platform/permissions.ts'
import type { Asker } from '../../platform/sender.ts'
import { bringToFront, tabsOf } from '../../platform/tabs.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import { baseAddress } from '../../protocol/field-map.ts'
import { PageReport } from '../../protocol/page-report.ts'
import type { FieldMaps } from '../field-maps.ts'
import { presetRules } from '../presets/presets.ts'
import type { Answers } from './answers.ts'

type Room = {
  started: Promise<unknown>
  fieldMaps: FieldMaps
  /** The files of the content script's parts that are run only when asked for. */
  parts: { report: string; teach: string }
}

/** What fields mean (SPEC D5). */
export function fieldAnswers({ started, fieldMaps, parts }: Room): Answers<'fields'> {
  return {
    'fields.map': async (_params, asker) => {
      await started
      return { rules: await fieldMaps.of(baseOf(asker)) }
    },
    'fields.teach': async ({ rule }, asker) => {
      await started
      await fieldMaps.teach(baseOf(asker), rule)
      return {}
    },
    'fields.forget': async ({ rule }, asker) => {
      await started
      await fieldMaps.forget(baseOf(asker), rule)
      return {}
    },
    'fields.list': async () => {
      await started
      return fieldMaps.all()
    },
    'fields.keep': async ({ base, preset, taught }) => {
      await started
      await fieldMaps.keep(base, { preset, taught })
      return {}
    },
    'fields.front': async () => {
      const [tab] = await tabsOf(await grantedSites())
      return { base: tab ? baseAddress(tab.url) : null }
    },
    'fields.point': async ({ base }) => {
      const tab = await tabOf(base)
      if (tab === null) return { begun: false }
      await bringToFront(tab)
      await runInPage(parts.teach, tab)
      return { begun: true }
    },
    'fields.report': async ({ base }) => {
      const tab = await tabOf(base)
      if (tab === null) return { report: null }
      return { report: v.parse(PageReport, await reportOfPage(parts.report, tab)) }
    },
    'fields.preset': async ({ preset }) => ({ fields: presetRules(preset) }),
  }
}

/** The base a content script's page belongs to; our own pages name the base they mean. */
function baseOf(asker: Asker): string {
  const base = asker.kind === 'content' ? baseAddress(asker.page) : null
  if (base === null) throw new TrubkaError('invalidRequest', 'not from a page of 1C')
  return base
}

/** The tab of this base that was last looked at. */
async function tabOf(base: string): Promise<number | null> {
  const tabs = await tabsOf(await grantedSites())
  return tabs.find(({ url }) => baseAddress(url) === base)?.id ?? null
}
