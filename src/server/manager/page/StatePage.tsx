import { Notice } from '../../../ui/Notice.tsx'
import { plain } from '../../../ui/text.ts'
import type { BaseView } from '../contract.ts'
import { usePage } from './context.ts'
import { moment } from './format.ts'
import { OneCNotes } from './OneCNotes.tsx'
import { pageWords } from './words.ts'

/** How everything is: the PBX, routing, the bases and their files. */
export function StatePage() {
  const { language, state } = usePage()
  const words = pageWords[language].state
  const { main, routing } = state.pbx.faults
  const { enabled } = state.settings
  return (
    <>
      <h2>{words.title}</h2>
      <section aria-labelledby="pbx">
        <h3 id="pbx">{words.pbx}</h3>
        {main === null && state.pbx.link === 'up' ? (
          <Notice kind="accent">{words.up}</Notice>
        ) : (
          <Notice kind="warning">{main === 'loginRefused' ? words.mainRefused : words.mainDown}</Notice>
        )}
        {routing === null ? (
          <Notice kind="accent">{words.routingUp}</Notice>
        ) : (
          <Notice kind="warning">{routing === 'loginRefused' ? words.routingRefused : words.routingDown}</Notice>
        )}
        {state.routingFailing ? (
          <Notice kind="warning">{words.routingFailing}</Notice>
        ) : (
          <Notice kind={enabled.value ? 'accent' : 'plain'}>
            {enabled.value ? words.routingOn : words.routingOff}
          </Notice>
        )}
      </section>
      <CallRecords />
      <section aria-labelledby="bases">
        <h3 id="bases">{words.bases}</h3>
        {state.bases.length === 0 && <p class="soft">{words.noBases}</p>}
        {state.bases.map((base) => (
          <BaseCard key={base.id} base={base} />
        ))}
      </section>
    </>
  )
}

function CallRecords() {
  const { language, state } = usePage()
  const words = pageWords[language].state
  const records = state.callRecords
  return (
    <section aria-labelledby="records">
      <h3 id="records">{words.records}</h3>
      {records === null && <Notice kind="plain">{words.noRecords}</Notice>}
      {records !== null && records.fault !== null && (
        <Notice kind="warning">
          {words.recordsFault} <bdi>{plain(records.fault, 300)}</bdi>
        </Notice>
      )}
      {records !== null && (
        <dl>
          <dt>{words.file}</dt>
          <dd class="path">{records.path}</dd>
          <dt>{words.recordsAt}</dt>
          <dd>{records.lastAt === null ? pageWords[language].never : moment(records.lastAt, language)}</dd>
          <dt>{words.recordsOffset}</dt>
          <dd>{(records.offset ?? 0).toLocaleString(language)}</dd>
        </dl>
      )}
    </section>
  )
}

function BaseCard({ base }: { base: BaseView }) {
  const { language } = usePage()
  const words = pageWords[language].state
  const { file } = base
  const when = (at: number | null) => (at === null ? pageWords[language].never : moment(at, language))
  return (
    <article class="card" aria-label={plain(base.name)} data-base={base.id}>
      <div class="card-head">
        <h4>
          <bdi>{plain(base.name)}</bdi> <span class="soft">{base.id}</span>
        </h4>
        <span class={`badge ${base.state}`}>{words.base[base.state]}</span>
      </div>
      {base.fault !== null && <Notice kind="warning">{plain(base.fault, 300)}</Notice>}
      <OneCNotes base={base} />
      <dl>
        <dt>{words.loadedAt}</dt>
        <dd>{when(base.loadedAt)}</dd>
        {file && (
          <>
            <dt>{words.rules}</dt>
            <dd>{file.rules.toLocaleString(language)}</dd>
            <dt>{words.file}</dt>
            <dd class="path">{file.path}</dd>
            <dt>{words.savedAt}</dt>
            <dd>{when(file.savedAt)}</dd>
          </>
        )}
      </dl>
      {file?.error && <Notice kind="warning">{words.fileError[file.error]}</Notice>}
      {file?.putBack && (
        <Notice kind="warning">
          {words.putBack(file.putBack.count, moment(file.putBack.at, language))}{' '}
          <bdi>{file.putBack.lines.join(', ')}</bdi>
        </Notice>
      )}
      {file?.keptAside && <Notice kind="warning">{words.keptAside(file.keptAside)}</Notice>}
      {file && file.refusedCount > 0 && <Refused file={file} />}
    </article>
  )
}

export function Refused({ file }: { file: Pick<NonNullable<BaseView['file']>, 'refused' | 'refusedCount'> }) {
  const { language } = usePage()
  const words = pageWords[language].state
  return (
    <details>
      <summary>{words.refused(file.refusedCount)}</summary>
      <RefusedTable refused={file.refused} />
    </details>
  )
}

export function RefusedTable({ refused }: { refused: NonNullable<BaseView['file']>['refused'] }) {
  const { language } = usePage()
  const words = pageWords[language].state
  return (
    <div class="table-box">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col">{words.text}</th>
            <th scope="col">{words.fault}</th>
          </tr>
        </thead>
        <tbody>
          {refused.map(({ at, line, fault }) => (
            <tr key={at}>
              <td class="digits">{at}</td>
              <td class="path">
                <bdi>{plain(line, 80)}</bdi>
              </td>
              <td>{pageWords[language].fault[fault]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
