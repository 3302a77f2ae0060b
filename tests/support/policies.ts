import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../../stand/browser/extension.ts'

/** Where Chromium on Linux looks for what administrators want. */
const ETC = '/etc/chromium'

export type Managed = {
  /** Chromium, with the policies in force for it. */
  readonly program: string
  remove(): void
}

/**
 * Chromium under policies of the test's own. Others that run meanwhile are not to have them: where the system lets us, the
 * folder is laid over the real one for this browser alone; elsewhere root puts the file where it belongs, and takes it away.
 */
export function chromiumUnder(policies: object): Managed {
  const chromium = findChromium()
  if (chromium === null) throw new Error('no Chromium: install it, or name it in CHROMIUM')
  const text = JSON.stringify(policies)
  const folder = mkdtempSync(join(tmpdir(), 'trubka-policies-'))
  const unshare = unshareWay(folder)
  if (unshare === null) return putInPlace(chromium, text, folder)
  const etc = join(folder, 'etc')
  if (existsSync(ETC)) cpSync(ETC, etc, { recursive: true })
  mkdirSync(join(etc, 'policies', 'managed'), { recursive: true })
  writeFileSync(join(etc, 'policies', 'managed', 'trubka.json'), text)
  const program = join(folder, 'chromium')
  const inside = `mount --bind '${etc}' ${ETC} && exec '${chromium}' "$@"`
  writeFileSync(program, `#!/bin/sh\nexec ${unshare.join(' ')} sh -c '${inside.replaceAll("'", `'\\''`)}' sh "$@"\n`)
  chmodSync(program, 0o755)
  return { program, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** How a mount of our own can be had; null = not at all. */
function unshareWay(folder: string): string[] | null {
  if (!existsSync(ETC)) return null
  const ways = [
    ['unshare', '--mount'],
    ['unshare', '--map-root-user', '--mount'],
  ]
  const works = ([program = '', ...args]: string[]) =>
    spawnSync(program, [...args, 'mount', '--bind', folder, ETC], { stdio: 'ignore' }).status === 0
  return ways.find(works) ?? null
}

function putInPlace(chromium: string, text: string, folder: string): Managed {
  const file = join(ETC, 'policies', 'managed', `trubka-${process.pid}.json`)
  mkdirSync(join(ETC, 'policies', 'managed'), { recursive: true })
  writeFileSync(file, text)
  const remove = () => {
    rmSync(file, { force: true })
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', remove)
  return { program: chromium, remove }
}
