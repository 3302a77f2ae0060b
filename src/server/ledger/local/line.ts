import { crc32 } from 'node:zlib'
import * as v from 'valibot'
import { type LedgerEntry, LedgerRecord } from '../ledger.ts'

/**
 * How an entry lies in the log: CRC-32 of the JSON as eight hex digits, a blank, the JSON, `\n`. The JSON holds no raw
 * control characters, so a NUL in a line means that blocks of it never reached the disk.
 */
const HEAD = 9

/** Nothing we write comes near; a longer line is not ours. */
export const MAX_LINE = 8 * 1024 * 1024

const Entry = v.object({ seq: v.number(), at: v.number(), record: LedgerRecord })

export function encode(seq: number, at: number, recordJson: string): Buffer {
  const json = `{"seq":${seq},"at":${at},"record":${recordJson}}`
  const bytes = Buffer.from(json)
  return Buffer.concat([Buffer.from(`${checksum(bytes)} `), bytes, Buffer.from('\n')])
}

/** The JSON of a line; `null` when the line is not what was written. */
export function jsonOf(line: Buffer): Buffer | null {
  if (line.length <= HEAD || line[HEAD - 1] !== 0x20) return null
  const json = line.subarray(HEAD)
  return line.toString('latin1', 0, HEAD - 1) === checksum(json) ? json : null
}

/** The entry's number, without reading the rest of it; NaN when `encode` has not made this. */
export function seqOf(json: Buffer): number {
  return Number(/^\{"seq":([0-9]{1,16}),/.exec(json.toString('latin1', 0, 32))?.[1])
}

/** The record's type, without reading the rest of it; null when it does not stand where it usually does. */
export function typeOf(json: Buffer): string | null {
  const head = /^\{"seq":[0-9]{1,16},"at":[0-9]{1,16},"record":\{"type":"([a-z.]{1,40})"/
  return head.exec(json.toString('latin1', 0, 128))?.[1] ?? null
}

/** Whether it may be a record of one of the types; only one that is not surely is none. */
export function mayBe(json: Buffer, types: readonly LedgerRecord['type'][]): boolean {
  return types.some((type) => json.includes(`"type":"${type}"`))
}

/** Throws when the entry makes no sense to this version. */
export const parse = (json: Buffer): LedgerEntry => v.parse(Entry, JSON.parse(json.toString()))

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(8, '0')
}
