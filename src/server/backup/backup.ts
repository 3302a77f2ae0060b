import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { copyFile, lstat, mkdir, open, readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
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
/** Each of its keys is older than what is sealed with it. */
const KEYS = 'chat-keys.json'
/** Belongs to a run, or is made of the ledger anew. */
const LEFT_OUT =
  /^(?:manager\.token|backups[\\/].*|ledger[\\/]lock.*|(?:journal|chat)\.sqlite.*)$|\.(?:new|part|stale)$/

export class BackupFault extends Error {
  override readonly name = 'BackupFault'
}

/**
 * Copies all that a server needs into a new folder below `target`, also while it runs. The ledger comes after the others:
 * what they say is in it, and it only ever grows; then the keys of the chats that are in it. Gives the folder.
 */
export async function makeBackup(
  { data, routing, ledgerElsewhere }: Folders,
  target: string,
  version: string,
): Promise<string> {
  if (isIn(resolve(data), resolve(target, '_')))
    throw new BackupFault(`${target} is in the data folder, where each copy would hold all those before; name another`)
  const madeAt = Date.now()
  const folder = join(target, `trubka-${new Date(madeAt).toISOString().replace(/[:.]/g, '-')}`)
  const all = await filesBelow(data)
  if (ledgerElsewhere !== true && !all.some((name) => isIn(LEDGER, name)))
    throw new BackupFault(`${data}: there is no ledger to be copied`)
  const own = all.filter((name) => !LEFT_OUT.test(name) && !isIn(LEDGER, name) && !isIn(ROUTING, name) && name !== KEYS)
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
  // Anew: a file of it may have been begun meanwhile.
  for (const name of (await filesBelow(data)).filter((each) => isIn(LEDGER, each) && !LEFT_OUT.test(each)))
    await copy(join(data, name), name)
  if (all.includes(KEYS)) await copy(join(data, KEYS), KEYS)
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
  const placeOf = (name: string) => {
    const [first = '', ...rest] = name.split('/')
    return first === ROUTING ? join(routing, ...rest) : join(data, name)
  }
  for (const name of Object.keys(list.files))
    if (existsSync(placeOf(name))) throw new BackupFault(`${placeOf(name)} is there already: move it away`)
  for (const name of Object.keys(list.files)) {
    const to = placeOf(name)
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
