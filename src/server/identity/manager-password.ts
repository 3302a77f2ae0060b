import { createHash, randomUUID, scrypt, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash as argon2, verify } from '@node-rs/argon2'
import * as v from 'valibot'
import { errorCode, SECRET, writeWhole } from '../files.ts'

const path = (folder: string): string => join(folder, 'manager-password.json')

const MIN = 10
const MAX = 200
/** The package's own name for it is there at compile time alone. */
const ARGON2ID = 2
/** 64 MB and about a fifth of a second for each try (RFC 9106, 4: the second recommended choice, with fewer lanes). */
const COST = { algorithm: ARGON2ID, memoryCost: 65_536, timeCost: 3, parallelism: 1 }

/** `mark` names the password, without telling anything of it: sessions rest on it. */
const Argon2 = v.strictObject({
  argon2: v.pipe(v.string(), v.regex(/^\$argon2id\$[\w$,=+/-]{20,300}$/)),
  mark: v.pipe(v.string(), v.maxLength(100)),
})
const HASH_BYTES = 32
const base64url = v.pipe(v.string(), v.regex(/^[\w-]{20,100}$/))
/** As versions before have kept it; it is kept anew when it is next used. */
const Scrypt = v.strictObject({
  scrypt: v.strictObject({
    N: v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(2 ** 20)),
    r: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32)),
    p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
  }),
  salt: base64url,
  hash: base64url,
})
type Scrypt = v.InferOutput<typeof Scrypt>
const Stored = v.union([Argon2, Scrypt])
type Stored = v.InferOutput<typeof Stored>

/** Why it will not do, in words; null when it will. */
export function passwordFault(password: string): string | null {
  if (password.length < MIN) return `a password of at least ${MIN} characters, please`
  return password.length > MAX ? `a password of at most ${MAX} characters, please` : null
}

export async function keepPassword(folder: string, password: string): Promise<void> {
  await keep(folder, password, randomUUID())
}

/** Names the password that is set without telling anything of it; null = none is set. @throws when the file makes no sense */
export async function passwordMark(folder: string): Promise<string | null> {
  const stored = await read(folder)
  return stored && ('argon2' in stored ? stored.mark : oldMark(stored))
}

/** False also when none is set. */
export async function passwordIs(folder: string, password: string): Promise<boolean> {
  if (password.length > MAX) return false
  const stored = await read(folder)
  if (!stored) return false
  if ('argon2' in stored) return verify(stored.argon2, text(password))
  if (!(await oldIsRight(stored, password))) return false
  const mark = oldMark(stored)
  // Another one may have been set meanwhile. By its old name: nobody who is signed in has to do so anew.
  if ((await passwordMark(folder)) === mark) await keep(folder, password, mark)
  return true
}

async function keep(folder: string, password: string, mark: string): Promise<void> {
  const stored: Stored = { argon2: await argon2(text(password), COST), mark }
  await writeWhole(path(folder), `${JSON.stringify(stored)}\n`, SECRET)
}

const oldMark = ({ salt, hash }: Scrypt): string => createHash('sha256').update(`${salt} ${hash}`).digest('base64url')

async function oldIsRight({ scrypt: cost, ...stored }: Scrypt, password: string): Promise<boolean> {
  const right = Buffer.from(stored.hash, 'base64url')
  const hash = await stretch(password, Buffer.from(stored.salt, 'base64url'), cost)
  return hash.length === right.length && timingSafeEqual(hash, right)
}

async function read(folder: string): Promise<Stored | null> {
  let json: string
  try {
    json = await readFile(path(folder), 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  try {
    return v.parse(Stored, JSON.parse(json))
  } catch {
    throw new Error(`${path(folder)}: makes no sense; set the password anew with the command password`)
  }
}

/** Letters that look alike are one: a keyboard may compose what another writes whole. */
const text = (password: string): string => password.normalize('NFKC')

function stretch(password: string, salt: Buffer, { N, r, p }: Scrypt['scrypt']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * N * r }
    scrypt(text(password), salt, HASH_BYTES, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
