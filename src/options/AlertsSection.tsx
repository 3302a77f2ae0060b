import { useEffect, useRef, useState } from 'preact/hooks'
import { ask } from '../platform/page.ts'
import type { PageParams } from '../protocol/page.ts'
import type { Preferences, Tone } from '../protocol/preferences.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { startRinging } from '../ui/ring-tone.ts'
import { errorText } from '../ui/words/errors.ts'
import type { Language } from '../ui/words/language.ts'
import { optionsWords } from '../ui/words/options.ts'

const TRIAL_MS = 1500
const TONES: readonly Tone[] = ['double', 'soft', 'bright']

/** How an incoming call makes itself known: by sound, and by a notification of the system. */
export function AlertsSection({ preferences, language }: { preferences: Preferences; language: Language }) {
  const words = optionsWords[language]
  const [refusal, setRefusal] = useState<string | null>(null)
  const stopTrial = useRef<(() => void) | null>(null)
  useEffect(() => () => stopTrial.current?.(), [])

  const set = (changes: PageParams<'preferences.set'>) => {
    ask('preferences.set', changes).then(
      () => setRefusal(null),
      (error: unknown) => setRefusal(errorText(error, language)),
    )
  }
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
      <label class="check">
        <input
          name="sound"
          type="checkbox"
          checked={preferences.sound}
          onChange={(event) => set({ sound: event.currentTarget.checked })}
        />
        <span>{words.sound}</span>
      </label>
      <label>
        <span>{words.tone}</span>
        <select
          name="tone"
          disabled={!preferences.sound}
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
          <span>{words.volume}</span>
          <input
            name="volume"
            type="range"
            min="0"
            max="100"
            step="5"
            disabled={!preferences.sound}
            value={Math.round(preferences.volume * 100)}
            onChange={(event) => set({ volume: Number(event.currentTarget.value) / 100 })}
          />
        </label>
        <Button disabled={!preferences.sound} onClick={listen}>
          {words.listen}
        </Button>
      </div>
      <label class="check">
        <input
          name="notifications"
          type="checkbox"
          checked={preferences.notifications}
          onChange={(event) => set({ notifications: event.currentTarget.checked })}
        />
        <span>{words.notifications}</span>
      </label>
      <p class="soft">{words.notificationsHint}</p>
      <p class="soft">{words.keysHint}</p>
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
