import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type FieldMeaning, type FieldRule, type MappedRule, sameField } from '../../protocol/field-map.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { teachWords } from '../../ui/words/teach.ts'
import { compileMap } from '../onec/mapped.ts'
import type { Ask } from '../rules.ts'
import { frameOf } from './frame.ts'
import { type Pointable, pointableAt, pointables } from './pointables.ts'
import { ruleOf } from './rule.ts'

type Props = { doc: Document; own: Element; ask: Ask; language: Language; onEnd: () => void }
type Step =
  | { at: 'pointing' }
  | { at: 'asking'; what: Pointable }
  | { at: 'kept' | 'undone'; what: Pointable; means: FieldMeaning; rule: FieldRule; before: FieldRule | null }

const MEANINGS: readonly FieldMeaning[] = ['phone', 'client', 'user', 'routing', 'fax', 'other']
const POINTING: Step = { at: 'pointing' }

/** The operator points at a field or column of 1C and says what it is (SPEC D5). 1C hears nothing of it meanwhile. */
export function Teacher({ doc, own, ask, language, onEnd }: Props) {
  const words = teachWords[language]
  const [step, setStep] = useState<Step>(POINTING)
  const [marked, setMarked] = useState<Pointable | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [rules, setRules] = useState<readonly MappedRule[] | null>(null)
  const bar = useRef<HTMLElement>(null)
  const pointing = step.at === 'pointing'
  const all = rules ? pointables(doc, compileMap(rules)) : []
  const refuse = (error: unknown) => setRefusal(errorText(error, language))

  useEffect(() => {
    ask('fields.map', {}).then((answer) => setRules(answer.rules), refuse)
    // Also for the question: its first answer is one key away.
  }, [step])
  useLayoutEffect(() => bar.current?.focus(), [step.at])

  const point = (what: Pointable | null) => {
    if (!what) return
    setMarked(what)
    setStep({ at: 'asking', what })
  }
  const move = (by: number) => {
    const at = all.findIndex((each) => marked !== null && isSame(each, marked))
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]
    if (!next) return
    next.parts[0]?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    setMarked(next)
  }

  // At the window, before 1C: whatever has the focus, these keys are ours for as long as somebody points.
  useEffect(() => {
    const keys: Record<string, (() => void) | undefined> = {
      Escape: onEnd,
      ...(pointing && { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => point(marked) }),
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const act = keys[event.key]
      if (!act || !event.isTrusted || isOwnButton(event)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      act()
    }
    doc.defaultView?.addEventListener('keydown', onKeyDown, true)
    return () => doc.defaultView?.removeEventListener('keydown', onKeyDown, true)
  })
  /** Enter on a button of ours presses that. */
  const isOwnButton = (event: KeyboardEvent) =>
    event.key === 'Enter' && doc.activeElement === own && bar.current !== focusedIn(bar.current)

  const teach = async (what: Pointable, means: FieldMeaning) => {
    setRefusal(null)
    const rule = ruleOf(what.pointed, means)
    const taught = rules?.find((each) => each.from === 'taught' && sameField(each, rule))
    const before = taught ? withoutSource(taught) : null
    try {
      await ask('fields.teach', { rule })
      setStep({ at: 'kept', what, means, rule, before })
    } catch (error) {
      refuse(error)
    }
  }
  const undo = async (kept: Extract<Step, { rule: FieldRule }>) => {
    setRefusal(null)
    try {
      if (kept.before) await ask('fields.teach', { rule: kept.before })
      else await ask('fields.forget', { rule: kept.rule })
      setStep({ ...kept, at: 'undone' })
    } catch (error) {
      refuse(error)
    }
  }

  const frame = marked && frameOf(marked.parts, doc)
  return (
    <div class="teach" lang={language}>
      {pointing && (
        // biome-ignore lint/a11y/noStaticElementInteractions: what is pointed at lies under it; the keyboard has the arrows
        // biome-ignore lint/a11y/useKeyWithClickEvents: see above
        <div
          class="teach-cover"
          onPointerMove={({ clientX: x, clientY: y }) =>
            setMarked(pointableAt(doc, all, { x, y, own: (element) => element === own }))
          }
          onClick={(event) => {
            const { clientX: x, clientY: y } = event
            if (event.isTrusted) point(pointableAt(doc, all, { x, y, own: (element) => element === own }))
          }}
        />
      )}
      {frame && (
        <div class="teach-frame" style={frame}>
          <span>{titleOf(marked)}</span>
        </div>
      )}
      <section class="teach-bar" ref={bar} tabIndex={-1} role="dialog" aria-label={words.title}>
        <p class="teach-title" role="status">
          {textOf(step, all, rules !== null, language)}
        </p>
        {pointing && (
          <p class="teach-soft" role="status">
            {marked ? `${words[marked.kind === 'column' ? 'column' : 'field']} «${titleOf(marked)}». ` : ''}
            {words.keys}
          </p>
        )}
        {step.at === 'asking' && (
          <>
            <p class="teach-soft">{words.now(words.meanings[step.what.meaning])}</p>
            <div class="teach-row">
              {MEANINGS.filter((means) => means !== 'routing' || step.what.kind === 'input').map((means) => (
                <Button
                  key={means}
                  command={`means-${means}`}
                  pressed={means === step.what.meaning}
                  onClick={(event) => event.isTrusted && void teach(step.what, means)}
                >
                  {words.meanings[means]}
                </Button>
              ))}
            </div>
          </>
        )}
        {refusal && <Notice kind="warning">{refusal}</Notice>}
        <div class="teach-row">
          {step.at === 'kept' && <Button onClick={() => void undo(step)}>{words.undo}</Button>}
          {(step.at === 'kept' || step.at === 'undone') && (
            <Button
              onClick={() => {
                setMarked(null)
                setStep(POINTING)
              }}
            >
              {words.more}
            </Button>
          )}
          <Button onClick={onEnd}>{step.at === 'kept' || step.at === 'undone' ? words.done : words.cancel}</Button>
        </div>
      </section>
    </div>
  )
}

function textOf(step: Step, all: readonly Pointable[], known: boolean, language: Language): string {
  const words = teachWords[language]
  switch (step.at) {
    case 'pointing':
      return known && all.length === 0 ? words.nothingHere : words.point
    case 'asking':
      return words.what(titleOf(step.what))
    case 'kept':
      return words.kept(titleOf(step.what), words.meanings[step.means])
    case 'undone':
      return words.undone(titleOf(step.what))
  }
}

function titleOf(what: Pointable | null): string {
  if (!what) return ''
  const { pointed } = what
  return plain(pointed.caption.replace(/[\s:*]+$/u, '') || ('name' in pointed ? pointed.name : pointed.list), 60)
}

const isSame = (a: Pointable, b: Pointable) => a.parts[0] === b.parts[0]
function focusedIn(bar: HTMLElement | null): Element | null {
  const root = bar?.getRootNode()
  return root instanceof ShadowRoot ? root.activeElement : null
}

function withoutSource(mapped: MappedRule): FieldRule {
  const { from: _, ...rule } = mapped
  return rule
}
