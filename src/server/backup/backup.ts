import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, lstat, mkdir, open, readdir, readFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import * as v from 'valibot'
import { errorCode, syncFolder, writeWhole } from '../files.ts'

/** Of a copy: what it holds, each file as `/`-separated path with its hash. */
export const LIST = 'backup.json'
const FORMAT = 'trubka.backup.1'
const Name = v.pipe(
  v.string(),
  // A list that somebody has written by hand leads nowhere else.
  v.check((name) =>
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:]/.test(part)),
  ),
)
export const BackupList = v.strictObject({
  format: v.literal(FORMAT),
  version: v.string(),
  madeAt: v.number(),
  files: v.record(Name, v.string()),
})
export type BackupList = v.InferOutput<typeof BackupList>

export type Folders = {
  data: string
  /** Of the `*.roustable` files; may lie outside of the data folder. */
  routing: string
  /** The ledger lies elsewhere, and is copied there. */
  ledgerElsewhere?: boolean
}
const LEDGER = 'ledger'
const ROUTING = 'routing'
/** Belongs to a run, or is made of the ledger anew. */
const LEFT_OUT = /^(?:manager\.token|backups|ledger[\\/]lock.*|(?:journal|chat)\.sqlite.*)$|\.(?:new|part|stale)$/

export class BackupFault extends Error {
  override readonly name = 'BackupFault'
}

/**
 * Copies all that a server needs into a new folder below `target`, also while it runs. The ledger comes last: what the
 * other files say is in it, and it only ever grows. Gives the folder.
 */
export async function makeBackup(
  { data, routing, ledgerElsewhere }: Folders,
  target: string,
  version: string,
): Promise<string> {
  const madeAt = Date.now()
  const folder = join(target, `trubka-${new Date(madeAt).toISOString().replace(/[:.]/g, '-')}`)
  const all = await filesBelow(data)
  if (ledgerElsewhere !== true && !all.some((name) => isIn(LEDGER, name)))
    throw new BackupFault(`${data}: there is no ledger to be copied`)
  const own = all.filter((name) => !LEFT_OUT.test(name) && !isIn(LEDGER, name) && !isIn(ROUTING, name))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files: Record<string, string> = {}
  const copy = async (from: string, name: string) => {
    const to = join(folder, name)
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    // Between the look and the copy a file may go, as one of those that are written beside another.
    const copied = await copyFile(from, to).then(
      () => true,
      (error: unknown) => {
        if (errorCode(error) === 'ENOENT') return false
        throw error
      },
    )
    if (copied) files[name.split(sep).join('/')] = await hashOf(to)
  }
  for (const name of own) await copy(join(data, name), name)
  for (const name of (await filesBelow(routing)).filter((each) => each.endsWith('.roustable')))
    await copy(join(routing, name), join(ROUTING, name))
  for (const name of all.filter((each) => isIn(LEDGER, each) && !LEFT_OUT.test(each)))
    await copy(join(data, name), name)
  const list: BackupList = { format: FORMAT, version, madeAt, files }
  await writeWhole(join(folder, LIST), `${JSON.stringify(list, null, 2)}\n`, { mode: 0o600 })
  await syncFolder(target)
  return folder
}

/** Puts a copy into an empty data folder. @throws BackupFault in words, before anything is written */
export async function restoreBackup({ data, routing }: Folders, from: string): Promise<BackupList> {
  const list = await readList(from)
  for (const [name, hash] of Object.entries(list.files)) {
    const found = await hashOf(join(from, name)).catch(() => null)
    if (found !== hash) throw new BackupFault(`${join(from, name)} is ${found === null ? 'missing' : 'damaged'}`)
  }
  const there = await filesBelow(data)
  if (there.some((name) => isIn(LEDGER, name)))
    throw new BackupFault(`${data} is the data folder of a server already: move it away`)
  for (const name of Object.keys(list.files)) {
    const [first = '', ...rest] = name.split('/')
    const to = first === ROUTING ? join(routing, ...rest) : join(data, name)
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    // With its rights: what its owner alone may read stays so.
    await copyFile(join(from, name), to)
    const handle = await open(to, 'r+')
    await handle.sync()
    await handle.close()
  }
  return list
}

async function readList(from: string): Promise<BackupList> {
  const text = await readFile(join(from, LIST), 'utf8').catch(() => null)
  if (text === null) throw new BackupFault(`${from} is no copy of a server: there is no ${LIST}`)
  try {
    return v.parse(BackupList, JSON.parse(text))
  } catch {
    throw new BackupFault(`${join(from, LIST)} is damaged, or of a newer server`)
  }
}

const isIn = (folder: string, name: string): boolean => name.startsWith(`${folder}${sep}`)

/** Plain files alone, as paths from the folder; none where there is no such folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  const files: string[] = []
  for (const name of entries.toSorted((a, b) => a.localeCompare(b, 'en'))) {
    const found = await lstat(join(folder, name)).catch(() => null)
    if (found?.isFile()) files.push(name)
  }
  return files
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex')
}
