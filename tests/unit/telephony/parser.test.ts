import { describe, expect, test } from 'vitest'
import type { AmiMessage } from '../../../src/server/telephony/asterisk/message.ts'
import { AmiParser, MAX_MESSAGE } from '../../../src/server/telephony/asterisk/parser.ts'

const BANNER = 'Asterisk Call Manager/11.0.0\r\n'

/** All messages in these bytes, given in chunks of this many. */
function read(bytes: Buffer, size: number): AmiMessage[] {
  const parser = new AmiParser()
  const messages: AmiMessage[] = []
  for (let at = 0; at < bytes.length; at += size) messages.push(...parser.push(bytes.subarray(at, at + size)))
  return messages
}

describe('what the PBX sends is read', () => {
  const stream = Buffer.from(
    `${BANNER}Event: Newchannel\r\nCallerIDName: Иван 😀\r\nUniqueid: 1.1\r\n\r\n` +
      'Response: Success\r\nActionID: a1\r\nOutput: one\r\nOutput: two: three\r\n\r\n',
  )

  test.for([1, 2, 3, 7, 64, 100_000])('in chunks of %i bytes', (size) => {
    const [first, second, ...more] = read(stream, size)
    expect(more).toEqual([])
    expect(first?.get('CallerIDName')).toBe('Иван 😀')
    expect(first?.get('UniqueID')).toBe('1.1')
    expect(second?.all('output')).toEqual(['one', 'two: three'])
    expect(second?.all('ActionID')).toEqual(['a1'])
    expect(second?.get('Nothing')).toBe('')
  })

  test('the greeting is known once it is whole', () => {
    const parser = new AmiParser()
    parser.push(Buffer.from('Asterisk Call Man'))
    expect(parser.banner).toBeNull()
    parser.push(Buffer.from('ager/11.0.0\r'))
    expect(parser.banner).toBeNull()
    parser.push(Buffer.from('\n'))
    expect(parser.banner).toBe('Asterisk Call Manager/11.0.0')
  })

  test('the greeting of something else is not waited for without end', () => {
    const parser = new AmiParser()
    parser.push(Buffer.alloc(5000, 'x'))
    expect(parser.banner).toMatch(/^x{200}$/)
  })
})

describe('noise does no harm', () => {
  test('bytes that are no UTF-8 stay in their own value', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${BANNER}Event: A\r\nName: `),
      Buffer.from([0xff, 0xd0, 0x41]),
      Buffer.from('\r\nOther: Иван\r\n\r\nEvent: B\r\n\r\n'),
    ])
    const [a, b] = read(bytes, 1)
    expect(a?.get('Name')).toBe('\ufffd\ufffdA')
    expect(a?.get('Other')).toBe('Иван')
    expect(b?.get('Event')).toBe('B')
  })

  test('lines without a colon, empty blocks and lone line feeds are passed over', () => {
    const bytes = Buffer.from(`${BANNER}\r\n\r\nhello\r\n: x\r\nEvent: A\r\nB: c\nd\r\n\r\n\r\n\r\nEvent: B\r\n\r\n`)
    const messages = read(bytes, 5)
    expect(messages.map((message) => message.get('Event'))).toEqual(['A', 'B'])
    expect(messages[0]?.get('B')).toBe('c\nd')
  })

  test.for([1000, 65_536, 1_000_000])(
    'a message without end is thrown away and the next one read, chunks of %i',
    (size) => {
      const bytes = Buffer.from(
        `${BANNER}Event: Flood\r\nX: ${'x'.repeat(MAX_MESSAGE * 2)}\r\n\r\nEvent: After\r\n\r\n`,
      )
      expect(read(bytes, size).map((message) => message.get('Event'))).toEqual(['After'])
    },
  )

  test('a flood is counted and held in bounded memory', () => {
    const parser = new AmiParser()
    parser.push(Buffer.from(BANNER))
    for (let sent = 0; sent < MAX_MESSAGE * 10; sent += 65_536) parser.push(Buffer.alloc(65_536, 'x'))
    expect(parser.dropped).toBe(1)
    // The end of message itself is cut in two.
    parser.push(Buffer.from('\r\n\r'))
    expect(parser.push(Buffer.from('\nEvent: After\r\n\r\n')).map((message) => message.get('Event'))).toEqual(['After'])
    expect(parser.dropped).toBe(1)
  })

  test('field names that mean something to JavaScript are names like any other', () => {
    const [message] = read(Buffer.from(`${BANNER}__proto__: x\r\nconstructor: y\r\n\r\n`), 100)
    expect(message?.get('__proto__')).toBe('x')
    expect(message?.get('constructor')).toBe('y')
    expect(message?.get('toString')).toBe('')
  })
})
