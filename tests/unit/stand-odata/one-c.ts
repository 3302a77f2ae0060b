import * as v from 'valibot'
import { type Stand, startStand } from '../../../stand/stand.ts'

export type OneC = {
  stand: Stand
  /** Path and query as one would write them, unescaped. */
  ask(path: string, request?: { method?: string; body?: object; password?: string | null }): Promise<Reply>
  rows(path: string): Promise<Record<string, unknown>[]>
}
export type Reply = { status: number; text: string; json(): Record<string, unknown>; headers: Headers }

const Json = v.record(v.string(), v.unknown())
const Rows = v.object({ value: v.array(Json) })

/** Enough to choose from: each question goes through them all. */
const FEW_CLIENTS = 300

/** A stand over real HTTP; the web client's page is not needed here. */
export async function openOneC({ clients = FEW_CLIENTS }: { clients?: number } = {}): Promise<OneC> {
  const stand = await startStand({ webPort: 0, page: '', clients })
  const ask: OneC['ask'] = async (path, { method = 'GET', body, password = 'trubka' } = {}) => {
    const [name = '', query] = path.split('?')
    const escaped = (query ?? '').split('&').map((part) => {
      const at = part.indexOf('=')
      return at < 0 ? part : `${part.slice(0, at)}=${encodeURIComponent(part.slice(at + 1))}`
    })
    const headers: Record<string, string> = { accept: 'application/json' }
    if (password !== null) headers.authorization = `Basic ${Buffer.from(`trubka:${password}`).toString('base64')}`
    const response = await fetch(`${stand.odataUrl}${encodeURIComponent(name)}?${escaped.join('&')}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    return { status: response.status, text, json: () => v.parse(Json, JSON.parse(text)), headers: response.headers }
  }
  const rows: OneC['rows'] = async (path) => v.parse(Rows, (await ask(path)).json()).value
  return { stand, ask, rows }
}
