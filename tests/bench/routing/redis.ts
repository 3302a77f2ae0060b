import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { startRedis } from './redis-server.ts'
import type { Subject } from './subject.ts'

/** Just enough of a client: commands go out together, answers are counted; the last one is kept. */
class Client {
  readonly #socket: Socket
  #rest = ''
  #waiting = 0
  #last = ''
  #done: (() => void) | null = null

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#take(text))
  }

  /** Sends commands at once, and returns the last answer. */
  async ask(...commands: readonly string[][]): Promise<string> {
    let text = ''
    for (const words of commands) {
      text += `*${words.length}\r\n`
      for (const word of words) text += `$${word.length}\r\n${word}\r\n`
    }
    this.#waiting = commands.length
    this.#socket.write(text, 'latin1')
    await new Promise<void>((resolve) => {
      this.#done = resolve
    })
    return this.#last
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(text: string): void {
    this.#rest += text
    let at = 0
    for (;;) {
      const end = this.#rest.indexOf('\r\n', at)
      if (end < 0) break
      const head = this.#rest.slice(at, end)
      let next = end + 2
      let answer = head.slice(1)
      if (head.startsWith('$') && answer !== '-1') {
        const till = next + Number(answer)
        if (this.#rest.length < till + 2) break
        answer = this.#rest.slice(next, till)
        next = till + 2
      }
      if (head.startsWith('-')) throw new Error(`Redis: ${answer}`)
      at = next
      this.#last = head === '$-1' ? '' : answer
      this.#waiting--
    }
    this.#rest = this.#rest.slice(at)
    if (this.#waiting === 0) this.#done?.()
  }
}

/** Redis over loopback, all rules in one hash; null = it is not to be had, and why has been said. */
export async function redis(folder: string, fetch: boolean): Promise<Subject | null> {
  const server = await startRedis(folder, fetch)
  if (server === null) return null
  const socket = connect(server.port, '127.0.0.1')
  await once(socket, 'connect')
  const client = new Client(socket)
  const used = async () => Number(/used_memory:(\d+)/.exec(await client.ask(['INFO', 'memory']))?.[1])
  let before = 0
  return {
    name: 'Redis over loopback',
    share: 0.01,
    async load(file) {
      await client.ask(['DEL', 'rules'])
      before = await used()
      let some: string[] = []
      for await (const line of createInterface({ input: createReadStream(file, 'latin1') })) {
        const [number, target] = line.split('=')
        if (number !== undefined && target !== undefined) some.push(number, target)
        if (some.length < 2000) continue
        await client.ask(['HSET', 'rules', ...some])
        some = []
      }
      if (some.length > 0) await client.ask(['HSET', 'rules', ...some])
    },
    size: async () => Number(await client.ask(['HLEN', 'rules'])),
    async lookups(numbers) {
      let found = 0
      for (const number of numbers) if ((await client.ask(['HGET', 'rules', number])) !== '') found++
      return found
    },
    bytes: async () => (await used()) - before,
    async save() {
      await client.ask(['HSET', 'rules', '9000000001', '103'], ['SAVE'])
    },
    async forget() {
      await client.ask(['DEL', 'rules'])
    },
    async close() {
      client.close()
      await server.stop()
    },
  }
}
