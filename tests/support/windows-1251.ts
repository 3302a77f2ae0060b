const LETTERS = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, code) => code))
const CODES = new Map(Array.from(LETTERS, (letter, code) => [letter, code]))

/** A text as Windows writes it in Russia. */
export const in1251 = (text: string): Buffer =>
  Buffer.from(
    Array.from(text, (letter) => {
      const code = CODES.get(letter)
      if (code === undefined) throw new Error(`${letter} is not in Windows-1251`)
      return code
    }),
  )
