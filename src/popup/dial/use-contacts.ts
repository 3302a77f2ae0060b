import { useEffect, useState } from 'preact/hooks'
import { ask } from '../../platform/page.ts'
import type { Contact } from '../../protocol/address-book.ts'
import type { OperatorState } from '../../protocol/state.ts'

const MOST = 8
const NOBODY: Contact[] = []

/** Whom the typed text may mean in the address books; `waits` = the server has not said yet. */
export function useContacts(typed: string, state: OperatorState | null): { contacts: Contact[]; waits: boolean } {
  const [found, setFound] = useState<{ typed: string; contacts: Contact[] } | null>(null)
  const text = typed.trim()
  const { shared = [], own = 0, version = 0 } = state?.books ?? {}
  const searched = text !== '' && (own > 0 || shared.some(({ count }) => count > 0))
  useEffect(() => {
    if (!searched) return
    let wanted = true
    const show = (contacts: Contact[]) => wanted && setFound({ typed: text, contacts })
    // Colleagues and the number itself are there all the same.
    ask('contacts.search', { typed: text, book: null, limit: MOST }).then(
      ({ contacts }) => show(contacts),
      () => show(NOBODY),
    )
    return () => {
      wanted = false
    }
  }, [text, searched, version])
  const isAnswer = searched && found?.typed === text
  return { contacts: isAnswer ? found.contacts : NOBODY, waits: searched && !isAnswer }
}
