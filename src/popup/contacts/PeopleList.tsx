import { useEffect, useRef, useState } from 'preact/hooks'
import type { Choice } from '../../protocol/choice.ts'
import { PersonRow } from '../../ui/PersonRow.tsx'
import { contactsWords } from '../../ui/words/contacts.ts'
import type { Language } from '../../ui/words/language.ts'
import { useVirtual } from './use-virtual.ts'

/** A row of `PersonRow`, whose texts are cut and not broken into lines. */
const ROW = 46
const PAGE = 8

/** Who is marked: by the place, as long as the same person stands there. */
export type Mark = { at: number; key: string } | null

type Props = {
  id: string
  label: string
  count: number
  /** null = it is not here yet. */
  at: (index: number) => Choice | null
  mark: Mark
  language: Language
  onMark: (mark: Mark) => void
  /** Enter, or a double click; `other` = with Shift. */
  onEnter: (choice: Choice, other: boolean) => void
  /** So many rows, the first ones, can be moved among each other. */
  movable: number
  onMove: (from: number, to: number) => void
  /** These rows are in sight. */
  onSight?: (from: number, to: number) => void
  starred: ReadonlySet<string>
}

/** People to look through: tens of thousands, of which the browser knows a screenful. By mouse and by keyboard. */
export function PeopleList(props: Props) {
  const { id, label, count, at, mark, language, onMark, onEnter, movable, onMove, onSight, starred } = props
  const box = useRef<HTMLDivElement>(null)
  const { rows, height, show } = useVirtual(box, count, ROW)
  const [dragged, setDragged] = useState<number | null>(null)
  const first = rows[0]?.index ?? 0
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => onSight?.(first, last), [first, last, count])
  const marked = mark !== null && at(mark.at)?.key === mark.key ? mark.at : -1

  const go = (to: number) => {
    const place = Math.min(Math.max(to, 0), count - 1)
    const choice = at(place)
    // One that is on its way comes into sight, and is marked with the next key.
    show(place)
    if (choice) onMark({ at: place, key: choice.key })
  }
  const move = (from: number, to: number) => {
    const choice = at(from)
    if (!choice || from >= movable || to < 0 || to >= movable || from === to) return
    onMove(from, to)
    onMark({ at: to, key: choice.key })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }
    const step = steps[event.key]
    const choice = marked < 0 ? null : at(marked)
    if (step !== undefined && event.altKey) move(marked, marked + Math.sign(step))
    else if (step !== undefined) go(marked < 0 ? (step > 0 ? 0 : count - 1) : marked + step)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(count - 1)
    else if (event.key === 'Enter' && choice && !event.repeat) onEnter(choice, event.shiftKey)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={box}
      id={id}
      class="people-list"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      {...(marked >= 0 && { 'aria-activedescendant': `${id}-${marked}` })}
      onKeyDown={onKeyDown}
    >
      <div class="people-rows" role="presentation" style={{ height: `${height}px` }}>
        {rows.map(({ index, start }) => {
          const choice = at(index)
          const draggable = index < movable
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard's way is Alt and an arrow
            <div
              key={choice?.key ?? index}
              class={`people-row${dragged === index ? ' dragged' : ''}`}
              role="presentation"
              style={{ transform: `translateY(${start}px)`, height: `${ROW}px` }}
              data-row={choice?.key}
              draggable={draggable}
              {...(draggable && {
                title: contactsWords[language].moveHint,
                onDragStart: () => setDragged(index),
                onDragEnd: () => setDragged(null),
                onDragOver: (event: DragEvent) => dragged !== null && event.preventDefault(),
                onDrop: (event: DragEvent) => {
                  event.preventDefault()
                  if (dragged !== null) move(dragged, index)
                  setDragged(null)
                },
              })}
              onDblClick={(event) => choice && onEnter(choice, event.shiftKey)}
            >
              {choice ? (
                <PersonRow
                  id={`${id}-${index}`}
                  choice={choice}
                  marked={index === marked}
                  language={language}
                  numberText={(number) => number}
                  anyone
                  place={{ at: index + 1, of: count }}
                  starred={starred.has(choice.key)}
                  onChoose={() => onMark({ at: index, key: choice.key })}
                />
              ) : (
                <span class="people-coming" />
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
