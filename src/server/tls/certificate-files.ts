import { X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { errorCode, SECRET, writeWhole } from '../files.ts'
import { makeAuthority, makeServerCertificate, type Pair } from './authority.ts'

const AUTHORITY = 'Trubka: own authority'
const DAY_MS = 86_400_000
/** So long before its end a certificate is renewed. */
const RENEW_MS = 30 * DAY_MS

/** Where the certificates of `trubka cert` lie. */
export const tlsFolder = (data: string): string => join(data, 'tls')
export const serverFiles = (data: string) => filesOf(tlsFolder(data), 'server')
export const authorityFiles = (data: string) => filesOf(tlsFolder(data), 'authority')
const filesOf = (folder: string, name: string) => ({
  certificate: join(folder, `${name}.pem`),
  key: join(folder, `${name}-key.pem`),
})

export type Issued = { names: readonly string[]; until: number; newAuthority: boolean }

/** A name or an address as a certificate can have it; null when it is none. */
export function certifiable(name: string): string | null {
  if (isIP(name) > 0) return name.toLowerCase()
  const plain = name.toLowerCase().replace(/\.$/, '')
  // What ends a host in an address would be cut off it.
  if (/[/?#@:\\\s]/.test(plain) || !URL.canParse(`https://${plain}`)) return null
  // As browsers ask for it: names in Cyrillic have letters of their own.
  const { hostname } = new URL(`https://${plain}`)
  return /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/.test(hostname) && hostname.length <= 253 ? hostname : null
}

/** A new certificate for the server, by the authority that is there, or a new one. Without names, those of before. */
export async function issue(data: string, wanted: readonly string[], now = Date.now()): Promise<Issued | null> {
  const { certificate } = serverFiles(data)
  const names = wanted.length > 0 ? wanted : namesIn(await text(certificate))
  if (names.length === 0) return null
  await mkdir(tlsFolder(data), { recursive: true, mode: 0o700 })
  const known = await authorityIn(data)
  const authority = known ?? (await makeAuthority(AUTHORITY, now))
  if (!known) await keep(authorityFiles(data), authority)
  const pair = await makeServerCertificate({ ...authority, name: AUTHORITY }, names, now)
  await keep(serverFiles(data), pair)
  return { names, until: endOf(pair.certificate), newAuthority: known === null }
}

/** Issues the next one when the present one is near its end and was made here. True = there is a new one. */
export async function renewIfDue(data: string, now = Date.now()): Promise<boolean> {
  const certificate = await text(serverFiles(data).certificate)
  if (certificate === '' || (await authorityIn(data)) === null || endOf(certificate) - now > RENEW_MS) return false
  return (await issue(data, [], now)) !== null
}

export const endOf = (certificate: string): number => Date.parse(new X509Certificate(certificate).validTo)

async function authorityIn(data: string): Promise<Pair | null> {
  const files = authorityFiles(data)
  const [certificate, key] = await Promise.all([text(files.certificate), text(files.key)])
  return certificate === '' || key === '' ? null : { certificate, key }
}

/** The key first: a certificate without its key is of no use, a key without its certificate does no harm. */
async function keep(files: { certificate: string; key: string }, { certificate, key }: Pair): Promise<void> {
  await writeWhole(files.key, key, SECRET)
  await writeWhole(files.certificate, certificate)
}

function namesIn(certificate: string): string[] {
  if (certificate === '') return []
  const { subjectAltName = '' } = new X509Certificate(certificate)
  return subjectAltName
    .split(', ')
    .map((each) => each.replace(/^(?:DNS|IP Address):/, ''))
    .filter(Boolean)
}

/** Empty when there is no such file. */
async function text(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
}
