import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { zipSync } from 'fflate'

/** As old as the format knows: the same files give the same bytes, whenever and wherever they are packed. */
const MTIME = new Date(1980, 0, 1)

/** A folder as a zip archive. */
export function zipFolder(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort()
  const files = Object.fromEntries(names.map((name) => [name.split(sep).join('/'), readFileSync(join(folder, name))]))
  // `os` and `attrs` else come from the machine.
  return Buffer.from(zipSync(files, { level: 9, mtime: MTIME, os: 3, attrs: 0o644 << 16 }))
}
