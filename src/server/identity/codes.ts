import { randomInt } from 'node:crypto'
import { TrubkaError } from '../../protocol/errors.ts'
import { macIsRight, pairingKey } from '../../protocol/proof.ts'
import { codeParts } from '../../protocol/session.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12
const GOOD_FOR_MS = 15 * 60_000
const TRIES = 5
/** Nobody hands out so many in a quarter of an hour; a script gone wild must not fill the memory. */
const MAX_CODES = 1000

type Code = {
  operator: string
  expiresAt: number
  triesLeft: number
  /** Too old, used, burned, or replaced by a newer one. */
  over: boolean
  /** The stretched secret; the secret itself is not kept. */
  key: Promise<CryptoKey>
}

export type MadeCode = { code: string; expiresAt: number }

/** Pairing codes, in memory: a restart of the server ends them all. */
export class PairingCodes {
  readonly #now: () => number
  readonly #codes = new Map<string, Code>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** A new code of an operator, normalised, without dashes; an earlier one of theirs is over. */
  async make(operator: string): Promise<MadeCode> {
    this.#forgetOld()
    if (this.#codes.size >= MAX_CODES) throw new TrubkaError('tooMany', 'too many codes at once')
    const code = this.#unused()
    const { name } = codeParts(code)
    const expiresAt = this.#now() + GOOD_FOR_MS
    for (const each of this.#codes.values()) if (each.operator === operator) each.over = true
    const key = pairingKey(code)
    this.#codes.set(name, { operator, expiresAt, triesLeft: TRIES, over: false, key })
    await key
    return { code, expiresAt }
  }

  /**
   * Uses a code up, for a text under its MAC. Throws `codeWrong`, or `codeExpired` when it is too old, used or burned.
   * The key signs the answer.
   */
  async redeem(name: string, text: string, mac: string): Promise<{ operator: string; key: CryptoKey }> {
    const code = this.#codes.get(name)
    if (!code) throw new TrubkaError('codeWrong', 'no such code')
    if (this.#now() >= code.expiresAt) code.over = true
    if (code.over || code.triesLeft <= 0) throw over()
    // Counted before the wait: tries made at once must not count as one.
    code.triesLeft -= 1
    const key = await code.key
    if (!(await macIsRight(key, text, mac))) throw new TrubkaError('codeWrong', 'the code is not right')
    // Somebody may have been quicker during the wait.
    if (code.over) throw over()
    code.over = true
    return { operator: code.operator, key }
  }

  #unused(): string {
    for (;;) {
      const code = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
      if (!this.#codes.has(codeParts(code).name)) return code
    }
  }

  /** Codes that are over are remembered for a while, to say so instead of «wrong». */
  #forgetOld(): void {
    for (const [name, { expiresAt }] of this.#codes)
      if (this.#now() >= expiresAt + GOOD_FOR_MS) this.#codes.delete(name)
  }
}

const over = () => new TrubkaError('codeExpired', 'this code is over')

/** As people read and type it. */
export const shownCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')
