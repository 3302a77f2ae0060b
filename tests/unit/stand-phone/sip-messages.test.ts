import { describe, expect, test } from 'vitest'
import { authorisation } from '../../../stand/phone/digest.ts'
import { header, isResponse, parseMessage, partyOf, quoted, serialise } from '../../../stand/phone/message.ts'

describe('The test phone reads SIP', () => {
  test('a request with compact and folded headers', () => {
    const text =
      'INVITE sip:101@h SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1\r\nf: "A"\r\n <sip:1@h>;tag=x\r\n\r\nbody'
    const message = parseMessage(text)
    if (!message || isResponse(message)) throw new Error('not read as a request')
    expect(message).toMatchObject({ method: 'INVITE', uri: 'sip:101@h', body: 'body' })
    expect(header(message, 'via')).toBe('SIP/2.0/UDP h;branch=z9hG4bK1')
    expect(header(message, 'from')).toBe('"A" <sip:1@h>;tag=x')
  })

  test('what it writes', () => {
    const request = { method: 'BYE', uri: 'sip:1@h', headers: [['Call-ID', 'a']] as const, body: 'Ж' }
    const text = serialise(request)
    expect(text).toContain('\r\nContent-Length: 2\r\n')
    expect(parseMessage(text)).toMatchObject({ method: 'BYE', uri: 'sip:1@h', body: 'Ж' })
  })

  test('nothing from noise and keep-alives', () => {
    for (const noise of ['', '\r\n\r\n', '\0\0', 'GET / HTTP/1.1\r\n\r\n']) expect(parseMessage(noise)).toBeNull()
  })

  test.for([
    ['"Пётр" <sip:79035677876@h>;tag=1', '79035677876', 'Пётр'],
    ['<sip:%2B79035677876@h>', '+79035677876', ''],
    ['Ivan <sip:101@h;x=y>', '101', 'Ivan'],
    ['sip:102@h;tag=2', '102', ''],
    ['"<sip:666@h>" <sip:101@h>', '101', '<sip:666@h>'],
    ['"a \\"b\\" \\\\" <sip:101@h>', '101', 'a "b" \\'],
    ['<sip:h>', '', ''],
  ] as const)('the party in %s', ([value, number, name]) => {
    expect(partyOf(value)).toEqual({ number, name })
  })

  test('a name survives being quoted, but for its line breaks', () => {
    expect(partyOf(`${quoted('a "b" \\\r\nX: y')} <sip:1@h>`).name).toBe('a "b" \\  X: y')
  })

  test('and answers a challenge as in RFC 2617, 3.5', () => {
    const challenge = {
      status: 401,
      reason: '',
      headers: [['www-authenticate', 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"']],
      body: '',
    } as const
    // The example's secret and request, in the form without qop (RFC 2069).
    const answer = authorisation(
      { ...challenge, headers: challenge.headers.map(([name, value]) => [name, value] as const) },
      { method: 'GET', uri: '/dir/index.html' },
      { user: 'Mufasa', password: 'Circle Of Life' },
    )
    expect(answer?.[0]).toBe('Authorization')
    expect(answer?.[1]).toContain('response="670fd8c2df070c60b045671b8b24ff02"')
  })
})
