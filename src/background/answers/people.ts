import { type Contact, NO_BOOKS } from '../../protocol/address-book.ts'
import { forwardTargets, managerChoices, transferTargets, userChoice, withContacts } from '../../ui/choices.ts'
import { PATIENCE } from '../commands.ts'
import type { Connection } from '../connection.ts'
import type { Habits } from '../habits.ts'
import type { MirrorKeeper } from '../mirror.ts'
import { peopleNamed } from '../people.ts'
import type { Photos } from '../photos.ts'
import type { Answers } from './answers.ts'

const MOST_CONTACTS = 8
const CONTACTS_WITHIN_MS = 1000

type Room = {
  started: Promise<unknown>
  connection: Connection
  habits: Habits
  photos: Photos
  picture: MirrorKeeper
}

/** Colleagues, as the mirror has them, and what the operator prefers. */
export function peopleAnswers({
  started,
  connection,
  habits,
  photos,
  picture,
}: Room): Answers<'people' | 'preferences' | 'status'> {
  let last: { key: string; contacts: Contact[] } = { key: '', contacts: [] }
  /** Of the address books, where the server says it soon: who transfers a call does not wait for it. */
  const contactsOf = async (typed: string): Promise<Contact[]> => {
    const { version, own, shared } = picture.state?.books ?? NO_BOOKS
    if (connection.state !== 'online' || (own === 0 && shared.length === 0)) return []
    // Lines change while a picker is open, and each time it asks again.
    const key = `${version} ${typed.trim()}`
    if (last.key === key) return last.contacts
    try {
      const rpc = await connection.ready(0)
      const wish = { typed: typed.trim().slice(0, 100), book: null, limit: MOST_CONTACTS }
      const { contacts } = await rpc.request('contacts.search', wish, CONTACTS_WITHIN_MS)
      // A page of 1C needs to know whom to ring, and no more.
      last = { key, contacts: contacts.map((each) => ({ ...each, email: '', note: '' })) }
      return last.contacts
    } catch {
      return []
    }
  }
  return {
    'people.photo': async (wish) => {
      await started
      return photos.find(wish)
    },
    'people.search': async ({ typed, self }) => {
      await started
      if (self) return forwardTargets(typed, picture.state)
      const found = transferTargets(typed, picture.state)
      return typed.trim() === '' ? found : withContacts(found, await contactsOf(typed), typed)
    },
    'people.managers': async ({ typed, departments }) => {
      await started
      return managerChoices(typed, departments, picture.state)
    },
    'people.user': async ({ id }) => {
      await started
      return userChoice(id, picture.state)
    },
    'people.named': async ({ name }) => {
      await started
      const loaded = picture.state?.bases.every(({ loadedAt }) => loadedAt !== null) ?? false
      return { connected: connection.state === 'online', loaded, colleagues: peopleNamed(name, picture.state) }
    },
    'status.set': async (params) => {
      await started
      return (await connection.ready(PATIENCE.connect)).request('status.set', params, PATIENCE.answer)
    },
    'preferences.transfer': async ({ kind }) => {
      await started
      await habits.prefer({ transfer: kind })
      return {}
    },
    'preferences.set': async (changes) => {
      await started
      await habits.prefer(changes)
      return {}
    },
  }
}
