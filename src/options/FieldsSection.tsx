import { useEffect, useState } from 'preact/hooks'
import { ask } from '../platform/page.ts'
import type { FieldRule, PresetId } from '../protocol/field-map.ts'
import type { PageResult } from '../protocol/page.ts'
import type { PageReport } from '../protocol/page-report.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { plain } from '../ui/text.ts'
import { errorText } from '../ui/words/errors.ts'
import { fieldsWords } from '../ui/words/fields.ts'
import type { Language } from '../ui/words/language.ts'
import { readFieldMap, writeFieldMap } from './field-map-file.ts'
import { ByAdministrator } from './preference.tsx'
import { ReportView } from './ReportView.tsx'

type Base = PageResult<'fields.list'>[number]
type Changes = Partial<Pick<Base, 'preset' | 'taught'>>
type Said = { kind: 'accent' | 'warning'; text: string }

const PRESETS: readonly PresetId[] = ['bsp', 'crm', 'unf', 'ut', 'none']
/** Far more than 500 rules take. */
const MOST_BYTES = 1_000_000

/** What fields mean in each 1C base: the preset, and what the operator has pointed out (SPEC D5). */
export function FieldsSection({ version, language }: { version: number; language: Language }) {
  const words = fieldsWords[language]
  const [bases, setBases] = useState<Base[]>([])
  const [said, setSaid] = useState<Said | null>(null)
  const [seen, setSeen] = useState<{ base: string; report: PageReport } | null>(null)
  const refuse = (error: unknown) => setSaid({ kind: 'warning', text: errorText(error, language) })
  useEffect(() => {
    ask('fields.list', {}).then(setBases, refuse)
  }, [version])

  const keep = async (base: Base, changes: Changes, said: Said | null = null) => {
    await ask('fields.keep', { base: base.base, preset: base.preset, taught: base.taught, ...changes })
    setSaid(said)
  }
  const load = async (base: Base, file: File) => {
    const map = readFieldMap(file.size > MOST_BYTES ? '' : await file.text())
    if ('at' in map) setSaid({ kind: 'warning', text: map.at === '' ? words.noJson : words.wrong(map.at, map.field) })
    else await keep(base, { taught: map.fields }, { kind: 'accent', text: words.loaded(map.fields.length) })
  }
  const point = async ({ base }: Base) => {
    const { begun } = await ask('fields.point', { base })
    setSaid(begun ? null : { kind: 'warning', text: words.noPage })
  }
  const look = async ({ base }: { base: string }) => {
    const { report } = await ask('fields.report', { base })
    setSeen(report && { base, report })
    setSaid(report ? null : { kind: 'warning', text: words.noPage })
  }
  useEffect(() => {
    const base = takeReport()
    if (base !== null) look({ base }).catch(refuse)
  }, [])
  return (
    <section aria-labelledby="fields">
      <h2 id="fields">{words.title}</h2>
      <p class="soft">{bases.length === 0 ? words.none : words.hint}</p>
      {bases.map((base) => (
        <BaseFields
          key={base.base}
          base={base}
          language={language}
          onKeep={(changes) => void keep(base, changes).catch(refuse)}
          onLoad={(file) => void load(base, file).catch(refuse)}
          onPoint={() => void point(base).catch(refuse)}
          onLook={() => void look(base).catch(refuse)}
        />
      ))}
      {seen && <ReportView {...seen} language={language} onClose={() => setSeen(null)} />}
      {said && <Notice kind={said.kind}>{said.text}</Notice>}
    </section>
  )
}

/** The base whose page is to be shown at once, as the panel asked; gone from the address, so that a reload does not. */
function takeReport(): string | null {
  const base = new URLSearchParams(location.search).get('report')
  if (base !== null) history.replaceState(null, '', location.pathname)
  return base
}

type BaseProps = {
  base: Base
  language: Language
  onKeep: (changes: Changes) => void
  onLoad: (file: File) => void
  onPoint: () => void
  onLook: () => void
}

function BaseFields({ base, language, onKeep, onLoad, onPoint, onLook }: BaseProps) {
  const words = fieldsWords[language]
  const { taught } = base
  return (
    <div class="base" data-base={base.base}>
      <h3>{base.base}</h3>
      <label>
        <span>
          {words.preset}
          {base.managed && <ByAdministrator language={language} />}
        </span>
        <select
          name="preset"
          disabled={base.managed}
          value={base.preset}
          onChange={(event) => {
            const preset = PRESETS.find((each) => each === event.currentTarget.value)
            if (preset) onKeep({ preset })
          }}
        >
          {PRESETS.map((preset) => (
            <option key={preset} value={preset}>
              {words.presets[preset]}
            </option>
          ))}
        </select>
      </label>
      {base.rolledOut > 0 && <p class="soft">{words.rolledOut(base.rolledOut)}</p>}
      <p>{words.taught}</p>
      {taught.length === 0 && <p class="soft">{words.nothingTaught}</p>}
      <ul class="sites">
        {taught.map((rule, at) => (
          <li key={`${rule.list} ${rule.name} ${rule.caption} ${rule.form}`} class="row">
            <span>
              {titleOf(rule, language)}: {words.meanings[rule.means]}
            </span>
            <Button
              icon="close"
              label={words.remove(titleOf(rule, language))}
              onClick={() => onKeep({ taught: taught.filter((_, other) => other !== at) })}
            />
          </li>
        ))}
      </ul>
      <div class="row">
        <Button command="point" onClick={onPoint}>
          {words.point}
        </Button>
        <Button command="report" onClick={onLook}>
          {words.look}
        </Button>
      </div>
      <div class="row">
        <Button disabled={taught.length === 0} onClick={() => save(base)}>
          {words.save}
        </Button>
        <label>
          <span>{words.load}</span>
          <input
            name="fieldMap"
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const input = event.currentTarget
              const [file] = input.files ?? []
              if (file) onLoad(file)
              // The same file can be chosen again once it is mended.
              input.value = ''
            }}
          />
        </label>
      </div>
    </div>
  )
}

function titleOf({ caption, name, list }: FieldRule, language: Language): string {
  const title = plain(caption ?? name ?? '')
  return list === undefined ? title : `${title} (${fieldsWords[language].column(plain(list))})`
}

/** To the browser's downloads, under a name that tells the base. */
function save({ base, taught }: Base): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([writeFieldMap(base, taught)], { type: 'application/json' }))
  link.download = `trubka-${base.replace(/^https?:\/\//, '').replace(/[^\p{L}\d]+/gu, '-')}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href))
}
