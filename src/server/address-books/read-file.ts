import { type BookFile, Drafts } from './draft.ts'
import { encodingOf } from './file-text.ts'
import { readCsv } from './read-csv.ts'
import { readVcard } from './read-vcard.ts'

/** A CSV or vCard file, by what stands in it. Never throws for what it says. */
export async function readBookFile(bytes: Buffer): Promise<BookFile> {
  const encoding = encodingOf(bytes)
  if (encoding === null) {
    const none = new Drafts()
    none.fault(1, { field: '', text: '' }, 'notText')
    return none
  }
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, 200)).trimStart()
  return /^BEGIN:VCARD/i.test(head) ? readVcard(bytes, encoding) : readCsv(bytes, encoding)
}
