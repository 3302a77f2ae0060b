import type {
  Fault,
  FormAnswer,
  ListAnswer,
  ObjectKind,
  PreviewAnswer,
  SaveAnswer,
  SaveAsk,
  UserItem,
} from '../wire.ts'
import { asKept, asShown } from './spelling.ts'

/** One session a page, as a licence is one; no one but this page may read or send it (D10). */
let seanceId = ''

const address = (what: string) => `e1cib/${what}?seanceId=${seanceId}`
const headers = { 'content-type': 'application/json', 'x-stand-page': '1' }

async function ask<T>(what: string, body: unknown, isAnswer: (value: unknown) => value is T): Promise<T> {
  const response = await fetch(address(what), { method: 'POST', headers, body: JSON.stringify(body) })
  const answer: unknown = await response.json()
  if (!response.ok || !isAnswer(answer)) throw new Error(`stand: ${what} answered ${response.status}`)
  return asShown(answer)
}

// The stand's own server is the only one that answers here, so one telling field is enough of a check.
const has =
  <T>(key: keyof T & string) =>
  (value: unknown): value is T =>
    typeof value === 'object' && value !== null && key in value

const telling = new Set<Promise<unknown>>()

/** At once, and even when the page is about to go. */
export function tellServer(fault: Fault): void {
  const told: Promise<unknown> = fetch('e1cib/fault', {
    method: 'POST',
    headers,
    body: JSON.stringify(fault),
    keepalive: true,
  })
    .catch((error: unknown) => console.error(error))
    .finally(() => telling.delete(told))
  telling.add(told)
}

/** Resolves when the server has heard all that it was told until now. */
export async function serverHeard(): Promise<void> {
  await Promise.all(telling)
}

export async function startSession(): Promise<void> {
  seanceId = (await ask('start', {}, has<{ seanceId: string }>('seanceId'))).seanceId
}

export const clientRows = (search: string, offset: number, count: number) =>
  ask('list', { search, offset, count }, has<ListAnswer>('rows'))

export const requestRows = (offset: number, count: number) =>
  ask('requests', { offset, count }, has<ListAnswer>('rows'))

export const clientPreview = (ref: string) => ask('preview', { ref }, has<PreviewAnswer>('persons'))

/** '' opens a new one. */
export const formOf = (kind: ObjectKind, ref: string) => ask('form', { kind, ref }, has<FormAnswer>('object'))

export const usersLike = async (search: string, numberedOnly: boolean) =>
  (await ask('users', { search, numberedOnly }, has<{ users: UserItem[] }>('users'))).users

/** A synchronous call, as the web client makes them: nothing on the page moves until the answer is here. */
export function writeObject(body: SaveAsk): SaveAnswer {
  const request = new XMLHttpRequest()
  request.open('POST', address('logForm'), false)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.send(JSON.stringify(asKept(body)))
  const answer: unknown = JSON.parse(request.responseText)
  if (!has<SaveAnswer>('outcome')(answer)) throw new Error(`stand: the write answered ${request.status}`)
  return asShown(answer)
}
