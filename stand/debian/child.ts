import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * A child process in a process group of its own that does not outlive us, whatever ends us.
 * Asterisk and its like cannot be told to watch their parent, so a shell waits for the end of a pipe that only we hold open.
 */
export class Child {
  readonly #process: ChildProcess
  readonly #exited: Promise<unknown>

  /** `folder` is removed when we are ended so suddenly that nobody else can do it. */
  constructor(command: readonly [string, ...string[]], folder: string) {
    // No core files, and few descriptors: Asterisk walks through all that it may have.
    const limits = 'ulimit -c 0; ulimit -n 4096 2>/dev/null; exec "$@"'
    this.#process = spawn('/bin/sh', ['-c', limits, 'sh', ...command], { stdio: 'ignore', detached: true })
    this.#exited = once(this.#process, 'exit')
    this.#exited.catch(() => {})
    const { pid } = this.#process
    if (pid === undefined) return
    const watch = 'read _; kill -KILL "$1" 2>/dev/null; sleep 1; rm -rf "$2"'
    const guard = spawn('/bin/sh', ['-c', watch, 'sh', String(pid), folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    // A process id is given anew in time: with the child gone, nobody may use it.
    this.#process.once('exit', () => guard.kill('SIGKILL'))
    guard.unref()
    guard.stdin.on('error', () => {})
    if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref()
  }

  get running(): boolean {
    return this.#process.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Ends it as by a power cut. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Asks it to end; after `withinMs` it is killed. */
  async stop(withinMs: number): Promise<void> {
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), withinMs)
    await this.#end('SIGTERM')
    clearTimeout(timer)
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.running) return
    this.#process.kill(signal)
    await this.#exited
  }
}
