import { useEffect, useRef, useState } from 'preact/hooks'
import type { PageResult } from '../../protocol/page.ts'
import { Icon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { duration } from '../../ui/time.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { recordingWords } from '../../ui/words/recording.ts'
import { Scale } from './Scale.tsx'
import { afterSilence } from './silence.ts'

type Opened = PageResult<'recording.open'>
type Props = { open: () => Promise<Opened>; language: Language }

const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const

/** The recording of a call (SPEC A10): it is asked for, and noted, only when somebody wants to listen. */
export function Player({ open, language }: Props) {
  const words = recordingWords[language]
  const [opened, setOpened] = useState<Opened | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  useEffect(() => {
    open().then(setOpened, (error: unknown) => setRefusal(errorText(error, language)))
  }, [])
  if (refusal !== null) return <Notice kind="warning">{refusal}</Notice>
  if (!opened) return <Notice kind="plain">{words.opening}</Notice>
  return <OpenPlayer opened={opened} reopen={() => open().then(setOpened)} language={language} />
}

type OpenProps = { opened: Opened; reopen: () => Promise<void>; language: Language }

function OpenPlayer({ opened, reopen, language }: OpenProps) {
  const words = recordingWords[language]
  const { url, until, name, waveform } = opened
  const audio = useRef<HTMLAudioElement>(null)
  const [at, setAt] = useState(0)
  const [length, setLength] = useState(waveform?.seconds ?? 0)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<number>(1)
  const [short, setShort] = useState(false)
  const [fault, setFault] = useState<string | null>(null)

  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed
  }, [speed, url])

  const seek = (to: number) => {
    const end = length || to
    const place = Math.min(Math.max(to, 0), end)
    setAt(place)
    if (audio.current) audio.current.currentTime = place
  }
  const moved = (now: number) => {
    const next = short && waveform ? afterSilence(waveform, now) : null
    if (next === null) setAt(now)
    else seek(next)
  }
  const play = async () => {
    setFault(null)
    // The link is only good for a while.
    if (Date.now() >= until) await reopen()
    await audio.current?.play()
  }
  const toggle = () => {
    if (playing) audio.current?.pause()
    else
      play().catch((error: unknown) =>
        setFault(error instanceof DOMException ? words.cannotPlay : errorText(error, language)),
      )
  }

  return (
    <fieldset class="player" aria-label={words.title}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what was said */}
      <audio
        ref={audio}
        src={url}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => moved(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => {
          const { duration: known } = event.currentTarget
          if (Number.isFinite(known)) setLength(known)
        }}
      />
      <div class="player-row">
        <button type="button" class="t-button plain" onClick={toggle} aria-label={playing ? words.pause : words.play}>
          <Icon name={playing ? 'hold' : 'retrieve'} />
        </button>
        <Scale waveform={waveform} at={at} length={length} label={words.place} onSeek={seek} />
        <span class="player-time">
          {duration(at * 1000)} / {duration(length * 1000)}
        </span>
      </div>
      <div class="player-row">
        <label>
          <span class="t-only-read">{words.speed}</span>
          <select value={speed} title={words.speed} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
            {SPEEDS.map((each) => (
              <option key={each} value={each}>
                {`${each.toLocaleString(language)}×`}
              </option>
            ))}
          </select>
        </label>
        {waveform && (
          <label class="player-check">
            <input type="checkbox" checked={short} onChange={(event) => setShort(event.currentTarget.checked)} />
            {words.withoutPauses}
          </label>
        )}
        <a class="player-save" href={`${url}?download`} download={name}>
          {words.save}
        </a>
      </div>
      {fault && <Notice kind="warning">{fault}</Notice>}
    </fieldset>
  )
}
