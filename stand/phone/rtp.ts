import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { TELEPHONE_EVENT } from './sdp.ts'
import { FRAME, RATE, toneFrame } from './tone.ts'

const HEADER = 12
const PCMA = 8
/** RFC 4733, 3.2: events 0–15. */
const KEYS = '0123456789*#ABCD'
const FRAME_MS = (FRAME * 1000) / RATE
/** How many late frames are made up for; more means that the machine slept. */
const MOST_LATE = 50

/** Sound of one call (RFC 3550): sends a tone, collects what comes. */
export class RtpStream {
  readonly #socket: Socket
  readonly #frame: Buffer
  #target: { host: string; port: number } | null = null
  #timer: NodeJS.Timeout | null = null
  #heard: Buffer[] | null = null
  #sequence = 0
  #digits = ''
  /** Of the key last heard: one key comes in many packets, all with the time when it was pressed. */
  #keyAt: number | null = null

  private constructor(socket: Socket, tone: number) {
    this.#socket = socket
    this.#frame = toneFrame(tone)
    socket.on('error', () => {})
    socket.on('message', (packet) => {
      const payload = packet[1]
      if (packet.length <= HEADER || payload === undefined) return
      if ((payload & 0x7f) === PCMA) this.#heard?.push(packet.subarray(HEADER))
      else if ((payload & 0x7f) === TELEPHONE_EVENT) this.#key(packet)
    })
  }

  static async open(host: string, tone: number): Promise<RtpStream> {
    const socket = createSocket('udp4')
    socket.bind(0, host)
    await once(socket, 'listening')
    return new RtpStream(socket, tone)
  }

  /** Keys that the other side has pressed. */
  get digits(): string {
    return this.#digits
  }

  get port(): number {
    return this.#socket.address().port
  }

  /** Where to send; null = be silent. */
  sendTo(target: { host: string; port: number } | null): void {
    // An answer that comes after the phone was put down.
    if (this.#closed) return
    this.#target = target
    if (target && !this.#timer) this.#run()
  }

  /** What comes from now on, until there are `samples` of it or `withinMs` have passed. */
  async listen(samples: number, withinMs: number): Promise<Buffer> {
    const heard: Buffer[] = []
    this.#heard = heard
    const length = () => heard.reduce((sum, { length }) => sum + length, 0)
    const until = performance.now() + withinMs
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (length() < samples && performance.now() < until) return
        clearInterval(timer)
        resolve()
      }, FRAME_MS)
    })
    if (this.#heard === heard) this.#heard = null
    return Buffer.concat(heard)
  }

  close(): void {
    if (!this.#timer && !this.#target && this.#closed) return
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
    this.#target = null
    if (!this.#closed) this.#socket.close()
    this.#closed = true
  }
  #closed = false

  #key(packet: Buffer): void {
    const pressedAt = packet.readUInt32BE(4)
    if (pressedAt === this.#keyAt) return
    this.#keyAt = pressedAt
    this.#digits += KEYS[packet[HEADER] ?? 0xff] ?? ''
  }

  /** By the clock: a timer alone falls behind on a busy machine. */
  #run(): void {
    const startedAt = performance.now()
    let sent = 0
    this.#timer = setInterval(() => {
      const due = Math.floor((performance.now() - startedAt) / FRAME_MS)
      sent = Math.max(sent, due - MOST_LATE)
      for (; sent < due; sent++) this.#send()
    }, FRAME_MS)
  }

  #send(): void {
    const packet = Buffer.alloc(HEADER + FRAME)
    packet[0] = 0x80
    packet[1] = PCMA
    packet.writeUInt16BE(this.#sequence & 0xffff, 2)
    packet.writeUInt32BE((this.#sequence * FRAME) >>> 0, 4)
    packet.writeUInt32BE(this.port, 8)
    this.#frame.copy(packet, HEADER)
    this.#sequence++
    if (this.#target) this.#socket.send(packet, this.#target.port, this.#target.host)
  }
}
