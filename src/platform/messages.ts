import browser, { type Runtime } from 'webextension-polyfill'
import { TrubkaError } from '../protocol/errors.ts'
import { check } from '../protocol/jsonrpc.ts'
import { type PageMethod, type PageParams, type PageResult, pageMethods } from '../protocol/page.ts'
import type { PageAnswer } from './page-wire.ts'
import { isGranted } from './permissions.ts'
import { type Asker, askerOf } from './sender.ts'

export type PageHandlers = {
  [M in PageMethod]: (params: PageParams<M>, asker: Asker) => Promise<PageResult<M>>
}

/** Answers the extension's pages. What a handler throws goes back as an error, unnamed errors as `internal`. */
export function servePages(handlers: PageHandlers): void {
  // Not an async function: it would answer `undefined` to messages that are meant for another listener, and win.
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const request = asRequest(message)
    return request && answer(handlers, request, sender)
  })
}

export const own = () => ({ id: browser.runtime.id, origin: new URL(browser.runtime.getURL('')).origin })

type Wish = { trubka: string; params?: unknown }

function asRequest(message: unknown): Wish | undefined {
  if (typeof message !== 'object' || message === null || !('trubka' in message)) return undefined
  const { trubka } = message
  return typeof trubka === 'string' ? { ...message, trubka } : undefined
}

async function answer(handlers: PageHandlers, wish: Wish, sender: Runtime.MessageSender): Promise<PageAnswer> {
  try {
    const { trubka: method } = wish
    if (!isPageMethod(method)) throw new TrubkaError('unknownMethod', method.slice(0, 80))
    const asker = askerOf(sender, own())
    if (!asker || !(await mayAsk(asker, method))) throw new TrubkaError('invalidRequest', `${method}: not from here`)
    return { result: await run(handlers, method, wish.params, asker) }
  } catch (error) {
    if (!(error instanceof TrubkaError)) {
      console.error(error)
      return { error: { code: 'internal', message: String(error).slice(0, 200) } }
    }
    const { code, message, field } = error
    return { error: { code, message, ...(field !== undefined && { field }) } }
  }
}

const isPageMethod = (method: string): method is PageMethod => Object.hasOwn(pageMethods, method)

async function mayAsk(asker: Asker, method: PageMethod): Promise<boolean> {
  if (asker.kind === 'panel') return true
  return pageMethods[method].from === 'content' && (await isGranted(asker.site))
}

function run<M extends PageMethod>(handlers: PageHandlers, method: M, params: unknown, asker: Asker) {
  return handlers[method](check(pageMethods[method].params, params), asker)
}
