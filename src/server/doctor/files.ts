import { constants } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../config/schema.ts'
import { errorCode } from '../files.ts'
import { doubtful, type Finding, right, wrong } from './finding.ts'
import type { DoctorWords } from './words.ts'

const MEGABYTE = 1024 * 1024
const ENOUGH_MB = 1024
const SECRETS = ['server-key.json', 'chat-keys.json', 'manager-password.json', 'manager.token']
/** Rights of group and others; Windows goes by the folder's rights instead. */
const OTHERS = 0o077

/** Folders and files: whether they are there, whose they are, and how much room there is. */
export async function lookAtFiles({ data, routing, recordings, pbx }: Config, words: DoctorWords): Promise<Finding[]> {
  return [
    ...(await folder('data', data, words)),
    ...(await secrets(data, words)),
    ...(await folder('routing.folder', routing.folder, words)),
    ...(recordings.folder === undefined ? [] : [await readable('recordings.folder', recordings.folder, words)]),
    ...(pbx.callRecords === undefined ? [] : [await readable('pbx.callRecords', pbx.callRecords, words)]),
    ...(await room(data, words)),
  ]
}

async function folder(about: string, path: string, words: DoctorWords): Promise<Finding[]> {
  const found = await stat(path).catch((error: unknown) => errorCode(error) ?? 'unknown')
  if (found === 'ENOENT') {
    const writable = await may(await nearest(path), constants.W_OK)
    return [writable ? right(about, words.folderToBeMade(path)) : wrong(about, words.folderNotWritable(path))]
  }
  if (typeof found === 'string' || !found.isDirectory()) return [wrong(about, words.folderMissing(path))]
  if (!(await may(path, constants.W_OK))) return [wrong(about, words.folderNotWritable(path))]
  return [right(about, words.folderRight(path))]
}

async function secrets(data: string, words: DoctorWords): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const name of SECRETS) {
    const path = join(data, name)
    const found = await stat(path).catch(() => null)
    if (found === null) continue
    if (!(await may(path, constants.R_OK))) findings.push(wrong(name, words.folderNotReadable(path)))
    else if (process.platform !== 'win32' && (found.mode & OTHERS) !== 0)
      findings.push(wrong(name, words.othersMayRead(path)))
  }
  if (!(await may(join(data, 'server-key.json'), constants.F_OK)))
    findings.push(right('server-key.json', words.noKeyYet))
  return findings
}

async function readable(about: string, path: string, words: DoctorWords): Promise<Finding> {
  if (!(await may(path, constants.F_OK))) return wrong(about, words.folderMissing(path))
  if (!(await may(path, constants.R_OK))) return wrong(about, words.folderNotReadable(path))
  return right(about, words.folderRight(path))
}

async function room(data: string, words: DoctorWords): Promise<Finding[]> {
  const at = await nearest(data)
  const { bavail, bsize } = await statfs(at)
  const megabytes = Math.floor((bavail * bsize) / MEGABYTE)
  return megabytes < ENOUGH_MB ? [doubtful('data', words.spaceLow(at, megabytes))] : []
}

/** The folder itself, or the one in which it would be made. */
async function nearest(path: string): Promise<string> {
  let at = path
  while (!(await may(at, constants.F_OK)) && dirname(at) !== at) at = dirname(at)
  return at
}

const may = (path: string, how: number): Promise<boolean> =>
  access(path, how).then(
    () => true,
    () => false,
  )
