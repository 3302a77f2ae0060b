import type { Dialplan } from '../dialplan.ts'
import type { Exchange } from '../exchange.ts'
import type { Fields } from '../fields.ts'
import type { AmiRequest } from './parse.ts'

/** What an action answers with. */
export interface Reply {
  success(message: string, more?: Fields): void
  error(message: string): void
  /** A response without `Message`, as some actions have it. */
  plain(fields: Fields): void
  /** An event list: a response, its items, and its end. */
  list(message: string, itemName: string, items: Fields[], endName: string, endFields?: Fields): void
}

export type AmiContext = { exchange: Exchange; plan: Dialplan }

/** One AMI action. It may answer later. */
export type AmiAction = (context: AmiContext, request: AmiRequest, reply: Reply) => void
