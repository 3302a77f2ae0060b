import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, dirname } from 'node:path'
import send from 'send'
import { RECORDING_PATH } from '../../protocol/recording.ts'
import { sendJson } from '../http.ts'
import type { Rooms } from './rooms.ts'

/** A player of the extension's may show it; nobody may keep it, run it, or guess what it is. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

type SendError = { status: number; headers: Record<string, string> }

/**
 * Sends the recording that a link leads to, or the part of it that is asked for (RFC 9110, 14); `?download` = to be kept as
 * a file. False = it is no link to a recording.
 */
export function sendRecording(
  { recordings }: Pick<Rooms, 'recordings'>,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): boolean {
  if (!path.startsWith(RECORDING_PATH)) return false
  const file = recordings.pathOf(path.slice(RECORDING_PATH.length))
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendJson(request, response, { status: 405, body: { error: 'methodNotAllowed' }, headers: { allow: 'GET, HEAD' } })
    return true
  }
  if (file === null) {
    sendJson(request, response, { status: 404, body: { error: 'notFound' } })
    return true
  }
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  if (request.url?.endsWith('?download'))
    response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(basename(file))}`)
  send(request, encodeURIComponent(basename(file)), {
    root: dirname(file),
    cacheControl: false,
    dotfiles: 'allow',
    index: false,
  })
    .on('error', ({ status, headers }: SendError) => {
      // It was there when the link was made.
      const answer =
        status === 416 ? { status, body: { error: 'noSuchPart' } } : { status: 404, body: { error: 'notFound' } }
      sendJson(request, response, { ...answer, headers })
    })
    .pipe(response)
  return true
}
