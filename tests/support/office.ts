import { type RunningServer, startServer } from '../../stand/cti-server.ts'
import type { Stand } from '../../stand/stand.ts'
import { type AsteriskLab, openAsteriskLab } from './asterisk-lab.ts'
import { openPausable, type Pausable } from './pausable.ts'
import { openStand } from './stand.ts'
import { openStandLab, type StandLab } from './stand-lab.ts'

/** Everything but a browser: a PBX with phones, 1C, and the built CTI server. */
export type Office = {
  lab: StandLab | AsteriskLab
  stand: Stand
  server: RunningServer
  /** What lies between a browser and the server. */
  network: Pausable
  /** Where a browser finds the server, by way of `network`. */
  url: string
  close(): Promise<void>
}

/** The default operator, whose phone rings for calls that nobody has routed. */
export const OPERATOR = '101'

/** `program` is another build of the server than the usual one. */
export async function openOffice(pbx: 'stand' | 'asterisk', options: { program?: string } = {}): Promise<Office> {
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(error))
  }
  try {
    const lab = await (pbx === 'stand' ? openStandLab() : openAsteriskLab())
    undo.push(() => lab.close())
    const stand = await openStand()
    undo.push(() => stand.stop())
    const server = await startServer({ ami: lab.ami, stand: stand.origin, ...options })
    undo.push(() => server.close())
    const { hostname, port } = new URL(server.url)
    const network = await openPausable({ host: hostname, port: Number(port) })
    undo.push(() => network.close())
    return { lab, stand, server, network, url: server.url.replace(port, String(network.port)), close }
  } catch (error) {
    await close()
    throw error
  }
}
