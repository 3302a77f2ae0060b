import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type CommandNote, ForwardCommand } from '../../../src/content/forward-command.ts'
import { scanPage } from '../../../src/content/onec/scan.ts'
import { noteText } from '../../../src/content/overlay/FieldNotes.tsx'
import type { Ask } from '../../../src/content/rules.ts'
import { forwardTargets } from '../../../src/ui/choices.ts'
import { openFixture } from '../../support/onec-page.ts'
import { freshState } from '../../support/peer.ts'

const USER = 'form2_ПользовательДляПереключенияЗвонков_i0'

let doc: Document
let notes: [number, CommandNote][]
let meant: [number, string, string][]
let copied: string[]
let command: ForwardCommand

beforeEach(() => {
  doc = openFixture('routing-after-save.html')
  notes = []
  meant = []
  copied = []
  command = new ForwardCommand({
    ask: (async (_method: string, { typed }: { typed: string }) =>
      forwardTargets(typed, freshState())) as unknown as Ask,
    copy: async (text) => {
      copied.push(text)
      return true
    },
    note: (form, note) => notes.push([form, note]),
    meant: (form, { name, number }) => meant.push([form, name, number]),
  })
})

const look = () => command.look(scanPage(doc).cards)
function last<K extends CommandNote['kind']>(kind: K): Extract<CommandNote, { kind: K }> {
  const note = notes.at(-1)?.[1]
  if (note?.kind !== kind) throw new Error(`not ${kind} but ${note?.kind}`)
  return note as Extract<CommandNote, { kind: K }>
}

describe('«Перевод звонков» beside the routing field', () => {
  test('is offered once for each card', () => {
    look()
    look()
    expect(notes.map(([form, { kind }]) => [form, kind])).toEqual([[2, 'command']])
  })

  test('not where nobody can change the field', () => {
    ;(doc.getElementById(USER) as HTMLInputElement).readOnly = true
    look()
    expect(notes).toEqual([])
  })

  test('opens a list of those alone who have a number, the operator among them, each with their line', async () => {
    look()
    last('command').open()
    const found = await last('picker').find('')
    // The operator is one of them.
    const { colleagues } = freshState()
    const withNumber = colleagues.filter(({ number }) => number !== null)
    expect(colleagues.length).toBeGreaterThan(withNumber.length)
    expect(found.map(({ colleague }) => colleague.id).toSorted()).toEqual(withNumber.map(({ id }) => id).toSorted())
  })

  test('whoever is chosen is meant by this card from then on; the name is at hand, and it is said what to do', async () => {
    look()
    last('command').open()
    const [who] = await last('picker').find('')
    if (!who) throw new Error('nobody')
    const before = doc.body.innerHTML
    const value = (doc.getElementById(USER) as HTMLInputElement).value
    last('picker').choose(who.colleague)
    await vi.waitFor(() => expect(last('chosen').copied).toBe(true))
    expect(meant).toEqual([[2, who.colleague.name, who.to]])
    expect(copied).toEqual([who.colleague.name])
    expect(noteText(last('chosen'), 'ru')).toBe(
      `Имя скопировано. Вставьте его в поле (Ctrl+V), выберите ${who.colleague.name} и запишите карточку.`,
    )
    // 1C's own page is as it was.
    expect(doc.body.innerHTML).toBe(before)
    expect((doc.getElementById(USER) as HTMLInputElement).value).toBe(value)
  })

  test('closed without a choice is offered again', () => {
    look()
    last('command').open()
    last('picker').close()
    expect(notes.at(-1)?.[1].kind).toBe('command')
    expect(meant).toEqual([])
  })
})
