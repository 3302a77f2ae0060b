import { Button } from '../../../ui/Button.tsx'
import type { SettingSource } from '../contract.ts'
import { usePage } from './context.ts'
import { pageWords } from './words.ts'

type SourceProps = { setting: { source: SettingSource }; shown: string; onReset: () => void }

/** Where a value comes from, and the way back to the file. */
export function Source({ setting, shown, onReset }: SourceProps) {
  const words = pageWords[usePage().language].settings
  return (
    <span class="source">
      <span class={`badge ${setting.source}`}>{words.source[setting.source]}</span>
      {setting.source === 'manager' && (
        <>
          <span class="soft">{words.configured(shown)}</span>
          <Button kind="plain" onClick={onReset}>
            {words.reset}
          </Button>
        </>
      )}
    </span>
  )
}
