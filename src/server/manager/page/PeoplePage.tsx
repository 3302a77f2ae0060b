import { useState } from 'preact/hooks'
import { ROLES, type Role } from '../../../protocol/role.ts'
import { Button } from '../../../ui/Button.tsx'
import { lineText } from '../../../ui/line.ts'
import { plain } from '../../../ui/text.ts'
import { CodeMade, ManagerState, type OperatorView } from '../contract.ts'
import { BrowsersDialog } from './BrowsersDialog.tsx'
import { Copyable } from './Copyable.tsx'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { clock, shownCode } from './format.ts'
import { partWords } from './part-words.ts'
import { pageWords } from './words.ts'

/** So many are shown at once; who looks for somebody types. */
const SHOWN = 200

/** The employees 1C knows, their numbers and lines, and a pairing code for each. */
export function PeoplePage() {
  const { language, link, state, took, say, fail } = usePage()
  const words = partWords[language].people
  const [typed, setTyped] = useState('')
  const [limit, setLimit] = useState(SHOWN)
  const [made, setMade] = useState<{ name: string; code: string; expiresAt: number } | null>(null)
  const [shown, setShown] = useState<string | null>(null)
  const wanted = typed.trim().toLowerCase()
  const found = state.operators.filter(({ name, department, number }) =>
    `${name} ${department} ${number ?? ''}`.toLowerCase().includes(wanted),
  )
  const makeCode = async ({ id, name }: OperatorView) => {
    try {
      setMade({ name, ...(await link.post('codes', CodeMade, { operator: id })) })
    } catch (error) {
      fail(error)
    }
  }
  const give = async ({ id }: OperatorView, role: Role) => {
    try {
      took(await link.post('roles', ManagerState, { operator: id, role }))
      say(words.roleGiven)
    } catch (error) {
      fail(error)
    }
  }
  const person = state.operators.find(({ id }) => id === shown)
  return (
    <>
      <h2>{words.title}</h2>
      <div class="tools">
        <label class="search">
          <span>{words.search}</span>
          <input
            type="search"
            autocomplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      </div>
      {found.length === 0 ? (
        <p class="empty">{state.operators.length === 0 ? words.none : words.noneFound}</p>
      ) : (
        <PeopleTable
          people={found.slice(0, limit)}
          onCode={(each) => void makeCode(each)}
          onBrowsers={({ id }) => setShown(id)}
          onRole={(each, role) => void give(each, role)}
        />
      )}
      {found.length > limit && <Button onClick={() => setLimit(limit + SHOWN)}>{pageWords[language].more}</Button>}
      {person && <BrowsersDialog person={person} onClose={() => setShown(null)} />}
      {made && (
        <Dialog title={words.codeFor(plain(made.name))} onClose={() => setMade(null)}>
          <Copyable label={words.code} text={shownCode(made.code)} />
          <p class="soft">{words.codeHint(clock(made.expiresAt, language))}</p>
        </Dialog>
      )}
    </>
  )
}

type PeopleTableProps = {
  people: OperatorView[]
  onCode: (person: OperatorView) => void
  onBrowsers: (person: OperatorView) => void
  onRole: (person: OperatorView, role: Role) => void
}

function PeopleTable({ people, onCode, onBrowsers, onRole }: PeopleTableProps) {
  const { language } = usePage()
  const words = partWords[language].people
  return (
    <div class="table-box">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.department}</th>
            <th scope="col">{words.number}</th>
            <th scope="col">{words.line}</th>
            <th scope="col">{words.role}</th>
            <th scope="col">{words.browsers}</th>
            <th scope="col">{words.code}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id} data-operator={person.number ?? person.id}>
              <th scope="row">
                <bdi>{plain(person.name)}</bdi>
              </th>
              <td>
                <bdi>{plain(person.department)}</bdi>
              </td>
              <td class={person.number === null ? 'soft' : 'digits'}>{person.number ?? words.noNumber}</td>
              <td>
                {person.number !== null && (
                  <span class={`line ${person.line?.state ?? ''}`}>
                    {lineText(person.line, language) || words.unknownLine}
                  </span>
                )}
              </td>
              <td>
                <select
                  name="role"
                  aria-label={words.roleOf(plain(person.name))}
                  value={person.role}
                  onChange={({ currentTarget }) => {
                    const role = ROLES.find((each) => each === currentTarget.value)
                    if (role) onRole(person, role)
                  }}
                >
                  {ROLES.map((role) => (
                    <option key={role} value={role}>
                      {words.roles[role]}
                    </option>
                  ))}
                </select>
              </td>
              <td class="digits">
                {person.browsers.length === 0 ? (
                  0
                ) : (
                  <Button label={words.browsersOf(plain(person.name))} onClick={() => onBrowsers(person)}>
                    {person.browsers.length}
                  </Button>
                )}
              </td>
              <td>
                <Button label={words.codeFor(plain(person.name))} onClick={() => onCode(person)}>
                  {words.code}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
