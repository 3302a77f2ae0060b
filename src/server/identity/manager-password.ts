import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { errorCode, SECRET, writeWhole } from '../files.ts'

const path = (folder: string): string => join(folder, 'manager-password.json')

const MIN = 10
const MAX = 200
/** 64 MB and about a fifth of a second for each try. */
const COST = { N: 65_536, r: 8, p: 1 }
const HASH_BYTES = 32

const base64url = v.pipe(v.string(), v.regex(/^[\w-]{20,100}$/))
const Stored = v.strictObject({
  scrypt: v.strictObject({
    N: v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(2 ** 20)),
    r: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32)),
    p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
  }),
  salt: base64url,
  hash: base64url,
})
type Stored = v.InferOutput<typeof Stored>

/** Why it will not do, in words; null when it will. */
export function passwordFault(password: string): string | null {
  if (password.length < MIN) return `a password of at least ${MIN} characters, please`
  return password.length > MAX ? `a password of at most ${MAX} characters, please` : null
}

export async function keepPassword(folder: string, password: string): Promise<void> {
  const salt = randomBytes(16)
  const hash = await stretch(password, salt, COST)
  const stored: Stored = { scrypt: COST, salt: salt.toString('base64url'), hash: hash.toString('base64url') }
  await writeWhole(path(folder), `${JSON.stringify(stored)}\n`, SECRET)
}

/** Names the password that is set without telling anything of it; null = none is set. @throws when the file makes no sense */
export async function passwordMark(folder: string): Promise<string | null> {
  const stored = await read(folder)
  return stored && createHash('sha256').update(`${stored.salt} ${stored.hash}`).digest('base64url')
}

/** False also when none is set. */
export async function passwordIs(folder: string, password: string): Promise<boolean> {
  if (password.length > MAX) return false
  const stored = await read(folder)
  if (!stored) return false
  const hash = await stretch(password, Buffer.from(stored.salt, 'base64url'), stored.scrypt)
  const right = Buffer.from(stored.hash, 'base64url')
  return hash.length === right.length && timingSafeEqual(hash, right)
}

async function read(folder: string): Promise<Stored | null> {
  let text: string
  try {
    text = await readFile(path(folder), 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  try {
    return v.parse(Stored, JSON.parse(text))
  } catch {
    throw new Error(`${path(folder)}: makes no sense; set the password anew with the command password`)
  }
}

/** Letters that look alike are one: a keyboard may compose what another writes whole. */
function stretch(password: string, salt: Buffer, { N, r, p }: Stored['scrypt']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * N * r }
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
