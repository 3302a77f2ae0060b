import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'

/** A TypeScript program of ours in a process of its own, so that a test can kill it. */
export type Child = {
  readonly process: ChildProcess
  /** Lines it has printed so far. */
  readonly lines: string[]
  /** Resolves once a line that begins so has been printed. */
  printed(prefix: string): Promise<string>
  /** kill -9, and wait until it is gone. */
  kill(): Promise<void>
  readonly exited: Promise<number | null>
}

/** Bundles `entry` for Node; `close` removes the bundle. */
export async function bundle(entry: string): Promise<{ file: string; close: () => Promise<void> }> {
  // Within the project, so that what stays outside the bundle is found in node_modules.
  const folder = await mkdtemp(join(process.cwd(), 'node_modules', '.child-'))
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir: folder,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  })
  return { file: join(folder, 'child.mjs'), close: () => rm(folder, { recursive: true, force: true }) }
}

/** Starts it; `under` is a command to start it with, as `['prlimit', '--fsize=8192']`. */
export function startChild(file: string, args: string[], under: string[] = []): Child {
  const [command = process.execPath, ...rest] = [...under, process.execPath, file, ...args]
  const child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    for (const look of waiting) look()
  })
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return {
    process: child,
    lines,
    exited,
    printed: (prefix) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = lines.find((each) => each.startsWith(prefix))
          if (line === undefined) return
          done()
          resolve(line)
        }
        const timer = setTimeout(() => {
          done()
          reject(new Error(`the child did not print «${prefix}»; it printed ${lines.slice(-5).join(' | ')}`))
        }, 60_000)
        const done = () => {
          clearTimeout(timer)
          waiting.delete(look)
        }
        waiting.add(look)
        look()
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}
