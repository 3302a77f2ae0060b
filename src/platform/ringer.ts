/**
 * Rings or is silent, whatever it was before. A worker has no sound of its own: Chromium needs a page that nobody sees,
 * which rings while it is open (`file`, with the volume in its address); Firefox's background is a page itself (`start`).
 */
export class Ringer {
  readonly #file: string
  readonly #start: (volume: number) => () => void
  #wanted: number | null = null
  #stop: (() => void) | null = null
  #last: Promise<void> = Promise.resolve()

  constructor(file: string, start: (volume: number) => () => void) {
    this.#file = file
    this.#start = start
  }

  /** 0…1, or null for silence. One change at a time: only one such page may exist. */
  set(volume: number | null): Promise<void> {
    if (volume === this.#wanted) return this.#last
    this.#wanted = volume
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
    await chrome.offscreen.createDocument({
      url: `${this.#file}?volume=${this.#wanted}`,
      reasons: ['AUDIO_PLAYBACK'],
      justification: 'ringing for an incoming call',
    })
  }
}
