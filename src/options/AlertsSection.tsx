import { useEffect, useRef } from 'preact/hooks'
import type { Preferences, Tone } from '../protocol/preferences.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { startRinging } from '../ui/ring-tone.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'
import { ByAdministrator, Check, useIsManaged, usePreferences } from './preference.tsx'

const TRIAL_MS = 1500
const TONES: readonly Tone[] = ['double', 'soft', 'bright']

/** How an incoming call makes itself known: by sound, and by a notification of the system. */
export function AlertsSection({ preferences, language }: { preferences: Preferences; language: Language }) {
  const words = optionsWords[language]
  const { set, refusal } = usePreferences(language)
  const toneManaged = useIsManaged('tone')
  const volumeManaged = useIsManaged('volume')
  const stopTrial = useRef<(() => void) | null>(null)
  useEffect(() => () => stopTrial.current?.(), [])

  const listen = () => {
    stopTrial.current?.()
    const stop = startRinging(preferences)
    const timer = setTimeout(stop, TRIAL_MS)
    stopTrial.current = () => {
      clearTimeout(timer)
      stop()
    }
  }
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts">{words.alerts}</h2>
      <Check name="sound" label={words.sound} {...{ preferences, language, set }} />
      <label>
        <span>
          {words.tone}
          {toneManaged && <ByAdministrator language={language} />}
        </span>
        <select
          name="tone"
          disabled={!preferences.sound || toneManaged}
          value={preferences.tone}
          onChange={(event) => set({ tone: TONES.find((tone) => tone === event.currentTarget.value) })}
        >
          {TONES.map((tone) => (
            <option key={tone} value={tone}>
              {words.tones[tone]}
            </option>
          ))}
        </select>
      </label>
      <div class="row volume">
        <label>
          <span>
            {words.volume}
            {volumeManaged && <ByAdministrator language={language} />}
          </span>
          <input
            name="volume"
            type="range"
            min="0"
            max="100"
            step="5"
            disabled={!preferences.sound || volumeManaged}
            value={Math.round(preferences.volume * 100)}
            onChange={(event) => set({ volume: Number(event.currentTarget.value) / 100 })}
          />
        </label>
        <Button disabled={!preferences.sound} onClick={listen}>
          {words.listen}
        </Button>
      </div>
      <Check name="notifications" label={words.notifications} {...{ preferences, language, set }} />
      <p class="soft">{words.notificationsHint}</p>
      <p class="soft">{words.keysHint}</p>
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
