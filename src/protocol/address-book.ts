import * as v from 'valibot'
import { CommandId } from './command-id.ts'

/** Address books (SPEC A4): shared ones, which the administrator keeps, and each operator's own. */

/** The «book» of what an operator has written down for themselves. */
export const OWN_BOOK = 'own'
export const MOST_BOOKS = 50
export const MOST_NUMBERS = 10
/** Of one shared book. */
export const MOST_ENTRIES = 100_000
/** Of one operator. */
export const MOST_OWN = 5_000
export const MOST_FAVOURITES = 200
/** So many at most are told at once. */
export const MOST_LISTED = 200

const text = (longest: number) => v.pipe(v.string(), v.trim(), v.maxLength(longest))

export const NumberKind = v.picklist(['work', 'mobile', 'home', 'other'])
export type NumberKind = v.InferOutput<typeof NumberKind>

export const ContactNumber = v.object({
  /** As it is dialled. */
  number: v.pipe(v.string(), v.regex(/^\+?\d{2,20}$/)),
  kind: NumberKind,
})
export type ContactNumber = v.InferOutput<typeof ContactNumber>

/** Hostile text, as it came from a file or from somebody's hands; empty where nothing is known. */
export const ContactFields = v.object({
  name: v.pipe(text(200), v.minLength(1)),
  company: text(200),
  department: text(200),
  position: text(200),
  numbers: v.pipe(v.array(ContactNumber), v.maxLength(MOST_NUMBERS)),
  email: text(200),
  note: text(500),
})
export type ContactFields = v.InferOutput<typeof ContactFields>

export const ContactId = v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/))

/** What a book holds under one id. */
export const Entry = v.object({ id: ContactId, ...ContactFields.entries })
export type Entry = v.InferOutput<typeof Entry>

export const Contact = v.object({ ...Entry.entries, /** Its id, or `OWN_BOOK`. */ book: v.string() })
export type Contact = v.InferOutput<typeof Contact>

export const BookId = v.pipe(v.string(), v.regex(/^[\w-]{3,64}$/))
export const BookName = v.pipe(text(100), v.minLength(1))
export const Book = v.object({ id: BookId, name: v.string(), count: v.number() })
export type Book = v.InferOutput<typeof Book>

/** What an operator can look into. `version` is another one whenever anything in it has changed. */
export const Books = v.object({ shared: v.array(Book), own: v.number(), version: v.number() })
export type Books = v.InferOutput<typeof Books>
export const NO_BOOKS: Books = { shared: [], own: 0, version: 0 }

/** `colleague:` and the id of an employee, or `contact:` and that of an entry of a book. */
export const FavouriteKey = v.pipe(v.string(), v.regex(/^(?:colleague|contact):[\w-]{1,100}$/))
export const favouriteKey = (kind: 'colleague' | 'contact', id: string): string => `${kind}:${id}`
/** In the operator's order; `contact` is there for one of a book. */
export const Favourite = v.object({ key: v.string(), contact: v.nullable(Contact) })
export type Favourite = v.InferOutput<typeof Favourite>

export const BookFormat = v.picklist(['csv', 'vcard'])
export type BookFormat = v.InferOutput<typeof BookFormat>

/** What is wrong with an entry of a file. */
export const EntryFaultKind = v.picklist([
  'noName',
  'notPhone',
  'tooLong',
  'tooManyNumbers',
  /** A card or a line that is not of its format. */
  'notReadable',
  /** Of the whole file: it is no text, it names no column we know, it has too many entries. */
  'notText',
  'noColumns',
  'tooManyEntries',
])
export type EntryFaultKind = v.InferOutput<typeof EntryFaultKind>
/** `line` counts from 1; `field` as the file calls it. */
export const EntryFault = v.object({
  line: v.number(),
  field: v.string(),
  fault: EntryFaultKind,
  /** The beginning of what stands there. */
  text: v.string(),
})
export type EntryFault = v.InferOutput<typeof EntryFault>

/** Of a file, in base64; 2 MB of it. */
const FileData = v.pipe(v.string(), v.maxLength(2_800_000), v.base64())

/** Every change is on disk when it is answered, and asked twice it is done once. */
export const addressBookMethods = {
  /** Whom the typed text may mean, the likeliest first: of all books, or of one. */
  'contacts.search': {
    params: v.strictObject({
      typed: v.pipe(v.string(), v.maxLength(100)),
      book: v.nullable(BookId),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_LISTED)),
    }),
    /** `total` = so many fit. */
    result: v.object({ contacts: v.array(Contact), total: v.number() }),
  },
  /** Some of a book, by name, from a place in it. */
  'contacts.list': {
    params: v.strictObject({
      book: BookId,
      from: v.pipe(v.number(), v.integer(), v.minValue(0)),
      count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_LISTED)),
    }),
    result: v.object({ contacts: v.array(Contact), total: v.number() }),
  },
  /** Writes an entry of one's own, new or changed; what was removed comes back the same way. */
  'contacts.keep': {
    params: v.strictObject({ commandId: CommandId, contact: Entry }),
    result: v.strictObject({}),
  },
  'contacts.remove': {
    params: v.strictObject({ commandId: CommandId, id: ContactId }),
    result: v.strictObject({}),
  },
  /** A CSV or vCard file into one's own book: what is in it is added or changed; entries with a fault are left out, and named. */
  'contacts.import': {
    params: v.strictObject({ commandId: CommandId, file: FileData }),
    result: v.object({ kept: v.number(), same: v.number(), faults: v.array(EntryFault), faultCount: v.number() }),
  },
  'contacts.export': {
    params: v.strictObject({ format: BookFormat }),
    result: v.object({ text: v.string() }),
  },
  /** Adds it, or moves it: before another, or to the end. */
  'favourites.place': {
    params: v.strictObject({ commandId: CommandId, key: FavouriteKey, before: v.nullable(FavouriteKey) }),
    result: v.strictObject({}),
  },
  'favourites.remove': {
    params: v.strictObject({ commandId: CommandId, key: FavouriteKey }),
    result: v.strictObject({}),
  },
} as const
