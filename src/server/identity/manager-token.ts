import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { SECRET, writeWhole } from '../files.ts'

export const managerTokenPath = (folder: string): string => join(folder, 'manager.token')

/** 256 random bits, base64url: whoever may read the server's files may ask it for codes. Another at each start. */
export const newManagerToken = (): string => randomBytes(32).toString('base64url')

/** To be called once the server listens, so that a second one that fails to start does not take the first one's place. */
export async function keepManagerToken(folder: string, token: string): Promise<void> {
  await writeWhole(managerTokenPath(folder), `${token}\n`, SECRET)
}
