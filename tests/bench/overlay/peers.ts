import { execFile } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { bareWalk, cellsAlone, reference } from './in-page.ts'

/** Somebody else's way to find numbers in a page; `code` starts it when it is run in an isolated world of the page. */
export type Peer = {
  name: string
  code: string
  /** Does not find numbers at all: what can be done at least. No ratio is made of it. */
  isFloor?: boolean
  /** How long after a change it may still be at work. */
  settleMs: number
}

/** Fetched for the benchmark alone, never part of the product. */
const PACKAGES = [
  { name: 'libphonenumber-js', version: '1.13.16', settleMs: 300 },
  { name: 'ringcentral-c2d', version: '2.0.3', settleMs: 1800 },
] as const

const FOLDER = 'out/bench/peers'
const SOURCES = 'tests/bench/overlay/packages'

/**
 * Those that need no package, and those whose package can be had; a line says which are left out, and why. Of them those
 * that have done their work within `longest` after a change.
 */
export async function peers(longest: number): Promise<Peer[]> {
  const own: Peer[] = [
    { name: 'bare walk', code: `(${String(bareWalk)})()`, settleMs: 300 },
    { name: 'cells alone', code: `(${String(cellsAlone)})()`, isFloor: true, settleMs: 300 },
    { name: 'reference', code: `(${String(reference)})()`, settleMs: 300 },
  ]
  await mkdir(FOLDER, { recursive: true })
  await writeFile(join(FOLDER, 'package.json'), '{ "private": true, "type": "module" }\n')
  const found = await Promise.all(
    PACKAGES.map(({ name }) => name).map(async (name) => [name, await published(name)] as const),
  )
  const theirs = PACKAGES.flatMap(({ name, version, settleMs }) => {
    const code = new Map(found).get(name)
    return code === null || code === undefined ? [] : [{ name: `${name} ${version}`, code, settleMs }]
  })
  return [...own, ...theirs].filter(({ settleMs }) => settleMs <= longest)
}

let installed: Promise<unknown> | null = null

async function published(name: string): Promise<string | null> {
  const wanted = PACKAGES.map((each) => `${each.name}@${each.version}`)
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', '--save-exact']
  try {
    installed ??= promisify(execFile)('npm', ['install', ...options, ...wanted], { cwd: FOLDER })
    await installed
    await copyFile(join(SOURCES, `${name}.js`), join(FOLDER, `${name}.js`))
    return await bundle(join(FOLDER, `${name}.js`))
  } catch (error) {
    console.log(
      `Without ${name}: ${error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error)}`,
    )
    return null
  }
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    build: { write: false, minify: true, target: 'chrome116', lib: { entry, formats: ['iife'], name: 'bundle' } },
  })
  for (const output of Array.isArray(built) ? built : [built]) {
    if (!('output' in output)) continue
    for (const file of output.output) if (file.type === 'chunk' && file.isEntry) return file.code
  }
  throw new Error(`${entry} was not bundled`)
}
