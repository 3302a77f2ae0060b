import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { plain } from '../../../ui/text.ts'
import { RulesPage as Answer, type Rule, WriteAnswer } from '../contract.ts'
import { BasePicker } from './BasePicker.tsx'
import { usePage } from './context.ts'
import { shownNumber } from './format.ts'
import { ImportDialog } from './ImportDialog.tsx'
import { newId } from './ids.ts'
import { Paged } from './Paged.tsx'
import { partWords } from './part-words.ts'
import { RuleDialog } from './RuleDialog.tsx'
import { RuleHistory } from './RuleHistory.tsx'
import { query } from './server.ts'
import { usePages } from './use-pages.ts'
import { pageWords } from './words.ts'

type Open = { what: 'add' } | { what: 'import' } | { what: 'change' | 'history'; rule: Rule } | null

/** The routing table of a base: search, add, change, remove, import, export (SPEC C11). */
export function RulesPage() {
  const { language, link, state, say, fail } = usePage()
  const words = partWords[language].rules
  const [chosen, setChosen] = useState('')
  const [part, setPart] = useState('')
  const [open, setOpen] = useState<Open>(null)
  const base = state.bases.find(({ id }) => id === chosen) ?? state.bases[0]
  const id = base?.id ?? ''
  const { enabled } = state.settings

  const version = `${base?.file?.savedAt} ${base?.file?.loadedAt} ${base?.file?.rules} ${enabled.value}`
  const pages = usePages<Rule, string>(`${id} ${part}`, version, async (after) => {
    if (id === '') return { items: [], next: null, found: 0 }
    const { rules, next, found } = await link.get(`rules?${query({ base: id, part, after })}`, Answer)
    return { items: rules, next, found }
  })

  const { list, refresh } = pages

  const write = async (line: string): Promise<boolean> => {
    const body = { base: id, lines: [line], commandId: newId() }
    const { refused } = await link.post('rules', WriteAnswer, body)
    await refresh()
    if (refused[0]) say(pageWords[language].fault[refused[0].fault])
    return refused.length === 0
  }
  const undo = (line: string) => ({
    run: async () => {
      if (await write(line)) say(words.undone)
    },
  })
  const remove = async ({ number, target }: Rule) => {
    try {
      if (await write(`${number}=`)) say(words.removed(shownNumber(number)), undo(`${number}=${target}`))
    } catch (error) {
      fail(error)
    }
  }
  const saved = (number: string, before: string | null, target: string) => {
    const text = (before === null ? words.added : words.changed)(shownNumber(number), target)
    say(text, undo(`${number}=${before ?? ''}`))
  }

  if (!base)
    return (
      <>
        <h2>{words.title}</h2>
        <p class="empty">{words.noBases}</p>
      </>
    )
  return (
    <>
      <h2>{words.title}</h2>
      <div class="tools">
        <BasePicker value={id} onChange={setChosen} />
        <label class="search">
          <span>{words.search}</span>
          <input
            type="search"
            inputMode="tel"
            autocomplete="off"
            placeholder={words.searchHint}
            value={part}
            onInput={(event) => setPart(event.currentTarget.value)}
          />
        </label>
        <Button kind="accent" disabled={!enabled.value} onClick={() => setOpen({ what: 'add' })}>
          {words.add}
        </Button>
        <Button disabled={!enabled.value} onClick={() => setOpen({ what: 'import' })}>
          {words.importFile}
        </Button>
        <a class="t-button" href={`./api/export?${query({ base: id })}`} download>
          {words.exportFile}
        </a>
      </div>
      {!enabled.value && <p class="empty">{words.off}</p>}
      {enabled.value && (
        <>
          {list && (
            <p class="soft" role="status">
              {words.found(list.found ?? 0)}
            </p>
          )}
          <Paged pages={pages} empty={part === '' ? words.none : words.noneFound}>
            {(rules) => <RulesTable rules={rules} onOpen={setOpen} onRemove={(rule) => void remove(rule)} />}
          </Paged>
        </>
      )}
      {open?.what === 'import' && (
        <ImportDialog base={id} onClose={() => setOpen(null)} onDone={() => void refresh()} />
      )}
      {open?.what === 'history' && <RuleHistory base={id} number={open.rule.number} onClose={() => setOpen(null)} />}
      {(open?.what === 'add' || open?.what === 'change') && (
        <RuleDialog
          base={id}
          rule={open.what === 'change' ? open.rule : null}
          onClose={() => setOpen(null)}
          onSaved={(number, before, target) => {
            saved(number, before, target)
            void refresh()
          }}
        />
      )}
    </>
  )
}

type TableProps = { rules: Rule[]; onOpen: (open: Open) => void; onRemove: (rule: Rule) => void }

function RulesTable({ rules, onOpen, onRemove }: TableProps) {
  const { language, state } = usePage()
  const words = partWords[language].rules
  const names = new Map(state.operators.map(({ number, name }) => [number, name]))
  return (
    <div class="table-box">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.number}</th>
            <th scope="col">{words.target}</th>
            <th scope="col">{words.whose}</th>
            <th scope="col">{words.actions}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => {
            const shown = shownNumber(rule.number)
            const name = names.get(rule.target)
            return (
              <tr key={rule.number} data-number={rule.number}>
                <th scope="row" class="digits">
                  {shown}
                </th>
                <td class="digits">{rule.target}</td>
                <td class={name === undefined ? 'soft' : ''}>
                  <bdi>{name === undefined ? words.nobody : plain(name)}</bdi>
                </td>
                <td class="actions">
                  <Button label={words.of(words.change, shown)} onClick={() => onOpen({ what: 'change', rule })}>
                    {words.change}
                  </Button>
                  <Button label={words.of(words.history, shown)} onClick={() => onOpen({ what: 'history', rule })}>
                    {words.history}
                  </Button>
                  <Button label={words.of(words.remove, shown)} onClick={() => onRemove(rule)}>
                    {words.remove}
                  </Button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
