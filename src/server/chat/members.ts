import { type ChatId, departmentChat, partnerOf, personChat } from '../../protocol/chat.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import type { Colleague } from '../../protocol/people.ts'
import { isSamePerson, mainUserOf, personKey, usersOf } from '../../protocol/same-person.ts'
import type { Directory } from '../people/directory.ts'
import type { Pair, Questions } from './book.ts'

type People = Pick<Directory, 'all' | 'byId'>
/** Which conversation it is in the file, and who of the others may read it. */
export type Membership = { where: Questions['between']['about']; others: () => Colleague[] }

/** Who is in which conversation, by what 1C says now. */
export class Members {
  readonly #people: People

  constructor(people: People) {
    this.#people = people
  }

  /** All users who are this person. */
  usersOf(person: Colleague): string[] {
    return usersOf(person, this.#people.all)
  }

  /** @throws TrubkaError `noSuchChat` for who is not in it */
  membership(self: Colleague, chat: ChatId): Membership {
    const partner = partnerOf(chat)
    if (partner.kind === 'department') {
      if (self.department === '' || partner.name !== self.department) throw new TrubkaError('noSuchChat')
      return { where: { department: partner.name }, others: () => this.#othersOf(self) }
    }
    const colleague = this.#people.byId(partner.id)
    if (this.isSelf(partner.id, self)) throw new TrubkaError('noSuchChat', 'nobody writes to themselves')
    // Who has left is still the other side of what was written.
    const others = colleague ? this.usersOf(colleague) : [partner.id]
    return { where: { mine: this.usersOf(self), others }, others: () => (colleague ? [colleague] : []) }
  }

  /** How this person names the conversation; null = they are not in it. */
  chatOf({ kind, one, other }: Pair, self: Colleague): ChatId | null {
    if (kind === 'department') return one === self.department && one !== '' ? departmentChat(one) : null
    if (this.isSelf(one, self)) return this.isSelf(other, self) ? null : this.#with(other)
    return this.isSelf(other, self) ? this.#with(one) : null
  }

  isSelf(user: string, self: Colleague): boolean {
    if (user === self.id) return true
    const colleague = this.#people.byId(user)
    return colleague !== null && isSamePerson(colleague, self)
  }

  /** How many of these people have a user among `users`. */
  countOf(people: readonly Colleague[], users: readonly string[]): number {
    if (users.length === 0) return 0
    const wanted = new Set(people.map(personKey))
    const found = users.flatMap((user) => {
      const colleague = this.#people.byId(user)
      return colleague && wanted.has(personKey(colleague)) ? [personKey(colleague)] : []
    })
    return new Set(found).size
  }

  #with(user: string): ChatId {
    const colleague = this.#people.byId(user)
    return personChat(colleague ? mainUserOf(colleague, this.#people.all) : user)
  }

  /** Of the department, each person once. */
  #othersOf(self: Colleague): Colleague[] {
    const members = this.#people.all.filter(({ department }) => department === self.department)
    const others = new Map(members.map((each) => [personKey(each), each]))
    others.delete(personKey(self))
    return [...others.values()]
  }
}
