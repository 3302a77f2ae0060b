import { join } from 'node:path'
import { type BaseOptions, type RunningServer, standBase, startServer } from '../../stand/cti-server.ts'
import type { Stand } from '../../stand/stand.ts'
import { type AsteriskLab, openAsteriskLab } from './asterisk-lab.ts'
import { openPausable, type Pausable } from './pausable.ts'
import { openStand } from './stand.ts'
import { openStandLab, type StandLab } from './stand-lab.ts'

/** Where the stand's base would be in the thin client. */
export const THIN_CLIENT = 'e1c://server/srv-1c/crm'

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

/** Enough for the tests of a browser: the server reads them all before the first of them begins. */
export const FEW_CLIENTS = 600

/**
 * `program` is another build of the server than the usual one; `base` = what the settings say of the stand's base; `clients`
 * = how many that has.
 */
export type OfficeOptions = { program?: string; base?: Partial<BaseOptions>; clients?: number }

export async function openOffice(pbx: 'stand' | 'asterisk', options: OfficeOptions = {}): Promise<Office> {
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(error))
  }
  try {
    const lab = await (pbx === 'stand' ? openStandLab() : openAsteriskLab())
    undo.push(() => lab.close())
    const { base, clients, ...rest } = options
    const stand = await openStand(clients === undefined ? {} : { clients })
    undo.push(() => stand.stop())
    const bases = [{ ...standBase(stand.origin), thinClient: THIN_CLIENT, ...base }]
    const recordings = lab.name === 'asterisk' ? { recordings: join(lab.asterisk.dir, 'spool', 'monitor') } : {}
    const server = await startServer({ ami: lab.ami, bases, ...recordings, ...rest })
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
