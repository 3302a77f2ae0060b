import * as v from 'valibot'
import { Colleague } from '../protocol/people.ts'
import { PUBLIC_KEY, type PublicKey } from '../protocol/session.ts'

/** With whom we are paired, and by which keys. */
export type Pairing = {
  server: string
  keyId: string
  /** Pinned: any other key is another server. */
  serverKey: PublicKey
  operator: Colleague
  /** The private half cannot be taken out of the browser. */
  privateKey: CryptoKey
}

export interface PairingStore {
  get(): Promise<Pairing | null>
  set(pairing: Pairing): Promise<void>
  clear(): Promise<void>
}

const DATABASE = 'trubka'
const STORE = 'pairing'
const KEY = 'current'
const Stored = v.object({
  server: v.string(),
  keyId: v.string(),
  serverKey: PUBLIC_KEY,
  operator: Colleague,
  privateKey: v.instance(CryptoKey),
})

/** In IndexedDB, the only storage that takes a key without taking it apart. */
export const indexedDbPairingStore: PairingStore = {
  get: async () => {
    const parsed = v.safeParse(Stored, await withStore('readonly', (store) => store.get(KEY)))
    return parsed.success ? parsed.output : null
  },
  set: async (pairing) => {
    await withStore('readwrite', (store) => store.put(pairing, KEY))
  },
  clear: async () => {
    await withStore('readwrite', (store) => store.delete(KEY))
  },
}

async function withStore(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await opened()
  try {
    const transaction = database.transaction(STORE, mode)
    const request = use(transaction.objectStore(STORE))
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = transaction.onerror = () => reject(transaction.error)
    })
    return request.result
  } finally {
    database.close()
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
