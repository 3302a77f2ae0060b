import type { PbxAddress } from '../pbx-address.ts'
import type { Stand } from '../stand.ts'

/** The PBX that the demo runs on. */
export type DemoPbx = {
  ami: PbxAddress
  /** How a person makes a client call; lines for the terminal. */
  howToCall: string[]
  /** A client calls the city number. */
  incoming(from: string): Promise<void>
  /** Ends all calls. */
  hangUp(): Promise<void>
  stop(): Promise<void>
}

export type OpenDemoPbx = (stand: Stand) => Promise<DemoPbx>
