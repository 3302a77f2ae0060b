import { Notice } from '../../../ui/Notice.tsx'
import { plain } from '../../../ui/text.ts'
import type { BaseView } from '../contract.ts'
import { usePage } from './context.ts'
import { oneCWords } from './one-c-words.ts'

/** How it goes with 1C: what is being read, what waits to be written, what its OData lacks. */
export function OneCNotes({ base: { progress, owed, lacks } }: { base: BaseView }) {
  const { language } = usePage()
  const words = oneCWords[language]
  const count = (value: number) => value.toLocaleString(language)
  const waiting = owed.owed - owed.aside
  return (
    <>
      {progress && (
        <p class="soft">{words.reading(count(progress.read), progress.of === null ? null : count(progress.of))}</p>
      )}
      {waiting > 0 && (
        <Notice kind={owed.fault === null ? 'plain' : 'warning'}>
          {words.owed(waiting)} {owed.fault !== null && <bdi>{plain(owed.fault, 300)}</bdi>}
        </Notice>
      )}
      {owed.aside > 0 && (
        <Notice kind="warning">
          {words.aside(owed.aside)} <bdi>{plain(owed.refusal ?? '', 300)}</bdi>
        </Notice>
      )}
      {lacks.length > 0 && (
        <details>
          <summary>{words.lacks(lacks.flatMap(({ names }) => names).length)}</summary>
          <p>{words.remedy}</p>
          <ul>
            {lacks.map(({ part, names }) => (
              <li key={part}>
                {words.part[part]} <span class="path">{names.join(', ')}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
