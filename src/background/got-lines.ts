import type { ChatSummary } from '../protocol/chat.ts'
import type { RpcSocket } from './rpc.ts'

/** As many conversations as one question names. */
const AT_ONCE = 500

/** Says which lines this browser has got, so that whoever wrote them is told (SPEC A7); what is not answered is said again. */
export class GotLines {
  #told = new Map<string, number>()
  #rpc: RpcSocket | null = null
  #seen: readonly ChatSummary[] | null = null

  async look(chats: readonly ChatSummary[], rpc: RpcSocket): Promise<void> {
    if (rpc === this.#rpc && chats === this.#seen) return
    this.#seen = chats
    // Another server may know less than the last one did.
    if (rpc !== this.#rpc) this.#told = new Map()
    this.#rpc = rpc
    const places = chats
      .filter(({ id, last, got }) => !last.own && last.id > Math.max(got, this.#told.get(id) ?? 0))
      .map(({ id, last }) => ({ chat: id, upTo: last.id }))
      .slice(0, AT_ONCE)
    if (places.length === 0) return
    for (const { chat, upTo } of places) this.#told.set(chat, upTo)
    try {
      await rpc.request('chat.got', { places })
    } catch {
      for (const { chat } of places) this.#told.delete(chat)
      this.#seen = null
    }
  }
}
