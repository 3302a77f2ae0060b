import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { MOST_DAYS, type SettingsWish } from '../contract.ts'
import { usePage } from './context.ts'
import { Dialog } from './Dialog.tsx'
import { NumberForm } from './NumberForm.tsx'
import { Source } from './Source.tsx'
import { pageWords } from './words.ts'

type Props = { busy: boolean; onChange: (wish: SettingsWish) => void }
type Asked = { what: 'chat' | 'recordings'; days: number | null; shorter: number }

/** How long lines of chats and recordings are kept (SPEC A7, A10). What would be removed at once is asked about. */
export function KeepDays({ busy, onChange }: Props) {
  const { language, state } = usePage()
  const words = pageWords[language].settings
  const [asked, setAsked] = useState<Asked | null>(null)
  const { chatKeepDays: chat, recordingsKeepDays: recordings } = state.settings
  const set = (what: Asked['what'], days: number | null) => onChange({ keepDays: { [what]: days } })
  const form = (what: Asked['what'], label: string, setting: typeof chat) => {
    const ask = (days: number | null) => {
      const then = days ?? setting.configured
      if (then !== 0 && (setting.value === 0 || then < setting.value)) setAsked({ what, days, shorter: then })
      else set(what, days)
    }
    return (
      <NumberForm
        key={`${what} ${setting.value}`}
        name={`keep-${what}`}
        label={label}
        now={setting.value}
        most={MOST_DAYS}
        busy={busy}
        onSave={ask}
        source={<Source setting={setting} shown={words.days(setting.configured)} onReset={() => ask(null)} />}
      />
    )
  }
  return (
    <section aria-labelledby="keep">
      <h3 id="keep">{words.keep}</h3>
      <p class="soft">{words.keepHint}</p>
      {form('chat', words.keepChat, chat)}
      {recordings && form('recordings', words.keepRecordings, recordings)}
      {asked && (
        <Dialog title={words.keep} onClose={() => setAsked(null)}>
          <p>{words.keepAsk[asked.what](asked.shorter)}</p>
          <div class="row end">
            <Button onClick={() => setAsked(null)}>{pageWords[language].cancel}</Button>
            <Button
              kind="accent"
              onClick={() => {
                setAsked(null)
                set(asked.what, asked.days)
              }}
            >
              {words.keepYes}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  )
}
