import { isUtf8 } from 'node:buffer'

/** In what a file is written: UTF-8, what Excel calls «Unicode text», or what Windows writes in Russia; null = it is no text. */
export function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'windows-1251' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes.subarray(0, 64 * 1024).includes(0)) return null
  return isUtf8(bytes) ? 'utf-8' : 'windows-1251'
}
