type Ringing = { tone: string; volume: number }

/**
 * Rings or is silent, whatever it was before. A worker has no sound of its own: Chromium needs a page that nobody sees,
 * which rings while it is open (`file`, with sound and volume in its address); Firefox's background is a page itself (`start`).
 */
export class Ringer<R extends Ringing> {
  readonly #file: string
  readonly #start: (ringing: R) => () => void
  #wanted: R | null = null
  #stop: (() => void) | null = null
  #last: Promise<void> = Promise.resolve()

  constructor(file: string, start: (ringing: R) => () => void) {
    this.#file = file
    this.#start = start
  }

  /** Null for silence. One change at a time: only one such page may exist. */
  set(ringing: R | null): Promise<void> {
    if (ringing?.tone === this.#wanted?.tone && ringing?.volume === this.#wanted?.volume) return this.#last
    this.#wanted = ringing
    const run = () => (__TARGET__ === 'firefox' ? this.#here() : this.#offscreen())
    this.#last = this.#last.then(run, run)
    return this.#last
  }

  async #here(): Promise<void> {
    this.#stop?.()
    this.#stop = this.#wanted === null ? null : this.#start(this.#wanted)
  }

  async #offscreen(): Promise<void> {
    // One that an earlier life of the worker opened, maybe.
    const open = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })
    if (open.length > 0) await chrome.offscreen.closeDocument()
    if (this.#wanted === null) return
    const { tone, volume } = this.#wanted
    await chrome.offscreen.createDocument({
      url: `${this.#file}?${new URLSearchParams({ tone, volume: String(volume) })}`,
      reasons: ['AUDIO_PLAYBACK'],
      justification: 'ringing for an incoming call',
    })
  }
}
