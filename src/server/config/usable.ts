import { constants } from 'node:fs'
import { access, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createSecureContext } from 'node:tls'
import { errorCode } from '../files.ts'
import { ConfigError } from './error.ts'
import type { Config } from './schema.ts'

const WHY: Record<string, string> = {
  EEXIST: 'a file is there',
  ENOTDIR: 'a file is in the way',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'nothing can be written there',
  ENOENT: 'it cannot be made there',
  ENOSPC: 'the disk is full',
}

/** Makes the folder that a setting names. @throws ConfigError when it is of no use */
export async function openFolder(setting: string, folder: string, mode?: number): Promise<void> {
  try {
    await make(folder, mode)
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = errorCode(error)
    if (code === undefined) throw error
    throw new ConfigError(setting, `${folder} cannot be used as a folder: ${WHY[code] ?? code}; name another one`)
  }
}

/** Not by `recursive`: where a system knows no making of folders, as under /proc, Node tries that for ever. */
async function make(folder: string, mode?: number): Promise<void> {
  try {
    await mkdir(folder, { mode })
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(folder)).isDirectory()) return
    if (errorCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    await make(dirname(folder), mode)
    await mkdir(folder, { mode })
  }
}

/** The files of a certificate, as they are now. @throws ConfigError when they are of no use */
export async function readCertificate({
  certificate,
  key,
}: {
  certificate: string
  key: string
}): Promise<{ cert: string; key: string }> {
  const read = async (setting: string, path: string) => {
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      const code = errorCode(error)
      if (code === undefined) throw error
      const why = code === 'ENOENT' ? 'there is no such file; make one with the command cert' : (WHY[code] ?? code)
      throw new ConfigError(setting, `${path} cannot be read: ${why}`)
    }
  }
  const pair = { cert: await read('listen.tls.certificate', certificate), key: await read('listen.tls.key', key) }
  try {
    createSecureContext(pair)
  } catch {
    throw new ConfigError('listen.tls', `${certificate} and ${key} do not belong together, or are no PEM files`)
  }
  return pair
}

/** What the system says against an address to listen on, if the settings are at fault; null otherwise. */
export function listenFault(error: unknown, { listen: { host, port } }: Pick<Config, 'listen'>): ConfigError | null {
  switch (errorCode(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ConfigError('listen.host', `no machine is called ${host}; give an address of this machine, or 0.0.0.0`)
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return new ConfigError('listen.host', `${host} is no address of this machine; give one of its own, or 0.0.0.0`)
    case 'EACCES':
      return new ConfigError('listen.port', `${port} is not for this user; take one above 1023`)
    default:
      return null
  }
}
