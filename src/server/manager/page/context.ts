import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Language } from '../../../ui/words/language.ts'
import type { ManagerState } from '../contract.ts'
import type { ServerLink } from './server.ts'

export type Undo = { run: () => Promise<void> }

/** What every part of the page has at hand. */
export type PageContext = {
  language: Language
  link: ServerLink
  state: ManagerState
  /** Takes a newer state that a change was answered with. */
  took: (state: ManagerState) => void
  /** Says what has been done, and how to take it back. */
  say: (text: string, undo?: Undo) => void
  /** Says what went wrong. */
  fail: (error: unknown) => void
}

const Context = createContext<PageContext | null>(null)
export const PageProvider = Context.Provider

export function usePage(): PageContext {
  const page = useContext(Context)
  if (!page) throw new Error('a part outside of the page')
  return page
}
