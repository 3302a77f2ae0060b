import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { newId } from './ids.ts'
import { ServerError } from './server.ts'
import { pageWords } from './words.ts'

type Changes = { added: number; changed: number; removed: number }
/** `id`: the same at each try, so that what was written is not written twice. */
type Chosen<P, Way> = { file: File; way: Way; id: string; preview: P | null }

type Props<P extends Changes, Way> = {
  title: string
  words: { file: string; reading: string; running: string; run: (count: number) => string }
  hint: string
  accept: string
  /** How the file is to be taken; there is a choice where `ways` draws one. */
  way: Way
  ways?: (choose: (way: Way) => void) => ComponentChildren
  look: (file: File, way: Way) => Promise<P>
  run: (chosen: { file: File; way: Way; id: string }) => Promise<void>
  preview: (preview: P, count: number) => ComponentChildren
  onClose: () => void
}

/** A file is chosen; first is shown what it would change, then it is changed. */
export function FileImport<P extends Changes, Way>(props: Props<P, Way>) {
  const { words, onClose } = props
  const { language } = usePage()
  const [way, setWay] = useState<Way>(props.way)
  const [chosen, setChosen] = useState<Chosen<P, Way> | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  /** What was asked before it is of no use any more. */
  const latest = useRef('')

  const failed = (error: unknown) =>
    setRefusal(pageWords[language].error[error instanceof ServerError ? error.word : 'internal'])
  const look = async (file: File | undefined, as: Way) => {
    const id = newId()
    latest.current = id
    setRefusal(null)
    setChosen(file ? { file, way: as, id, preview: null } : null)
    if (!file) return
    try {
      const preview = await props.look(file, as)
      if (latest.current === id) setChosen({ file, way: as, id, preview })
    } catch (error) {
      if (latest.current !== id) return
      setChosen(null)
      failed(error)
    }
  }
  const run = async (it: Chosen<P, Way>) => {
    setBusy(true)
    setRefusal(null)
    try {
      await props.run(it)
    } catch (error) {
      failed(error)
      setBusy(false)
    }
  }
  const preview = chosen?.preview ?? null
  const count = preview ? preview.added + preview.changed + preview.removed : 0
  return (
    <Dialog wide title={props.title} onClose={onClose}>
      <label>
        <span>{words.file}</span>
        <input
          type="file"
          name="file"
          accept={props.accept}
          onChange={(event) => void look(event.currentTarget.files?.[0], way)}
        />
      </label>
      <p class="soft">{props.hint}</p>
      {props.ways?.((next) => {
        setWay(next)
        void look(chosen?.file, next)
      })}
      {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
      {chosen && !preview && <p role="status">{words.reading}</p>}
      {preview && props.preview(preview, count)}
      <div class="row end">
        <Button onClick={onClose}>{pageWords[language].cancel}</Button>
        {chosen && preview && count > 0 && (
          <Button kind="accent" disabled={busy} onClick={() => void run(chosen)}>
            {busy ? words.running : words.run(count)}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
