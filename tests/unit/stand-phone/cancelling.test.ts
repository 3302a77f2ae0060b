import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { isResponse, parseMessage, type SipRequest, serialise } from '../../../stand/phone/message.ts'
import { Phone } from '../../../stand/phone/phone.ts'

type Heard = { request: SipRequest; from: RemoteInfo }

let pbx: Socket
let phone: Phone
let heard: Heard[]

beforeEach(async () => {
  heard = []
  pbx = createSocket('udp4')
  pbx.on('message', (packet, from) => {
    const request = parseMessage(packet.toString())
    if (request && !isResponse(request)) heard.push({ request, from })
  })
  pbx.bind(0, '127.0.0.1')
  await once(pbx, 'listening')
  const host = '127.0.0.1'
  const at = { host, port: 0 }
  phone = await Phone.open({
    number: '101',
    at,
    pbx: { host, port: pbx.address().port },
    credentials: null,
    neighbours: [],
  })
})
afterEach(() => {
  phone.close()
  pbx.close()
})

const first = (method: string): Promise<Heard> =>
  vi.waitFor(() => {
    const found = heard.find(({ request }) => request.method === method)
    if (!found) throw new Error(`no ${method} yet`)
    return found
  })
const answer = ({ request, from }: Heard, status: number, reason: string) => {
  const copied = request.headers.filter(([name]) => ['via', 'from', 'to', 'call-id', 'cseq'].includes(name))
  pbx.send(serialise({ status, reason, headers: copied, body: '' }), from.port, from.address)
}

test('a call given up while it is being set up is cancelled once, however often the PBX says that it rings', async () => {
  const received: number[] = []
  let sent = 0
  phone.watch((direction, message) => {
    if (direction === 'received' && isResponse(message)) received.push(message.status)
    if (direction === 'sent' && !isResponse(message) && message.method === 'CANCEL') sent += 1
  })
  const call = await phone.dial('102')
  const invite = await first('INVITE')
  await call.hangup()
  answer(invite, 100, 'Trying')
  const cancel = await first('CANCEL')
  answer(invite, 180, 'Ringing')
  answer(cancel, 200, 'OK')
  answer(invite, 487, 'Request Terminated')
  await first('ACK')
  expect(received).toEqual([100, 180, 200, 487])
  expect(sent).toBe(1)
})
