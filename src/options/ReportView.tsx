import { useEffect, useRef, useState } from 'preact/hooks'
import type { PageReport } from '../protocol/page-report.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { Language } from '../ui/words/language.ts'
import { reportWords } from '../ui/words/report.ts'
import { reportAsText, reportInWords } from './page-report.ts'

type Props = { base: string; report: PageReport; language: Language; onClose: () => void }

/** What was found on a page of 1C and why, to be read and to be sent to support (SPEC D5). */
export function ReportView({ base, report, language, onClose }: Props) {
  const words = reportWords[language]
  const [details, setDetails] = useState(false)
  const [copied, setCopied] = useState<boolean | null>(null)
  const view = useRef<HTMLElement>(null)
  useEffect(() => view.current?.scrollIntoView(), [])
  const forms = reportInWords(report, details, language)
  const copy = () => {
    // The address of a base is that of a company, too.
    const about = [words.title(details ? base : '…'), navigator.userAgent]
    const text = reportAsText(forms, about, language)
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <section class="report" ref={view} aria-label={words.title(base)}>
      <h3>{words.title(base)}</h3>
      {!report.isClient && <Notice kind="warning">{words.noClient}</Notice>}
      {report.isClient && forms.length === 0 && <Notice kind="plain">{words.noForms}</Notice>}
      <label class="check">
        <input
          name="details"
          type="checkbox"
          checked={details}
          onChange={(event) => {
            setDetails(event.currentTarget.checked)
            setCopied(null)
          }}
        />
        <span>{words.details}</span>
      </label>
      {forms.map(({ caption, card, rows }, at) => (
        <div class="report-form" key={at}>
          <h4>
            <bdi>{caption}</bdi>
          </h4>
          {card !== null && <p class="soft">{card}</p>}
          <table>
            <thead>
              <tr>
                {[words.field, words.meaning, words.because, words.found].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, line) => (
                <tr key={line}>
                  <td>
                    <bdi>{row.field}</bdi>
                  </td>
                  <td>{row.meaning}</td>
                  <td>{row.because}</td>
                  <td>
                    <bdi>{row.found}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
      {copied !== null && (
        <Notice kind={copied ? 'accent' : 'warning'}>{copied ? words.copied : words.notCopied}</Notice>
      )}
      <div class="row">
        <Button kind="accent" command="copy-report" onClick={copy}>
          {words.copy}
        </Button>
        <Button command="close-report" onClick={onClose}>
          {words.close}
        </Button>
      </div>
    </section>
  )
}
