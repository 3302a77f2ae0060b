import { readFile } from 'node:fs/promises'
import { managerTokenPath } from '../../src/server/identity/manager-token.ts'

/** How a server goes, as its own command line is told. */
export async function healthOf({ http, dataFolder }: { http: string; dataFolder: string }): Promise<unknown> {
  const token = (await readFile(managerTokenPath(dataFolder), 'utf8')).trim()
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${http}/manager/health`, { method: 'POST', headers, body: '{}' })).json()
}
