import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Party } from '../../src/protocol/call.ts'
import { Calls } from '../../src/server/calls/calls.ts'
import { AsteriskPbx, type AsteriskTiming } from '../../src/server/telephony/asterisk/adapter.ts'
import type { PbxAddress } from '../../stand/pbx-address.ts'
import { missingFor, openLab, pbxAskedFor } from './lab.ts'
import { memoryLog } from './log.ts'
import { onceMore } from './once-more.ts'
import type { PhoneLab } from './phone-lab.ts'

/** Enough for a busy machine; nothing here takes long of itself. */
export const SOON = { timeout: 30_000, interval: 10 }

/** The server's side of a PBX: the link to it and the calls made of what it tells. */
export class Switchboard {
  readonly pbx: AsteriskPbx
  #calls: Calls
  /** The routing table: from number to internal number. */
  readonly routes = new Map<string, string>()
  /** Every number that routing was asked about. */
  readonly asked: string[] = []
  readonly log = memoryLog()

  constructor(ami: PbxAddress, timing: Partial<AsteriskTiming> = {}) {
    const options = {
      ...ami,
      internalLength: { min: 2, max: 5 },
      outboundContext: 'from-internal',
      technology: 'PJSIP',
    } as const
    this.pbx = new AsteriskPbx(options, this.log.logger, timing)
    this.#calls = this.#newCalls()
  }

  get calls(): Calls {
    return this.#calls
  }

  /** Forgets what is still shown of calls that are over. */
  fresh(): void {
    this.#calls.stop()
    this.#calls = this.#newCalls()
    this.routes.clear()
    this.asked.length = 0
  }

  #newCalls(): Calls {
    return new Calls({ pbx: this.pbx, identify, logger: this.log.logger })
  }

  /** Connects, and waits until it is asked about inbound calls. */
  async start(lab: PhoneLab): Promise<void> {
    this.answerRoutes()
    this.pbx.start()
    await this.linked('up')
    await this.isAsked(lab)
  }

  /**
   * The login that answers routing questions comes up by itself, maybe a moment after the other; until its heartbeat is
   * set, calls take their usual way. Tried with calls, which are over before this resolves.
   */
  async isAsked(lab: PhoneLab): Promise<void> {
    const until = Date.now() + SOON.timeout
    while (this.asked.length === 0) {
      if (Date.now() > until) throw new Error('the PBX asks nothing about calls')
      await lab.incoming({ from: '79000000000' })
      await lab.phone('101').ringing()
      await lab.reset()
    }
    await vi.waitFor(() => expect(this.pbx.legs()).toEqual([]), SOON)
    this.fresh()
  }

  /** How many questions about inbound calls came too late to be answered: those calls went their usual way. */
  get lateAnswers(): number {
    return this.log.lines.filter(({ msg }) => msg?.startsWith('a routing question too old')).length
  }

  answerRoutes(): void {
    this.pbx.onRoute(({ number }) => {
      this.asked.push(number)
      return this.routes.get(number) ?? null
    })
  }

  /** Every phone that the PBX has spoken of is on the network, as far as the server has heard. */
  async allPhonesHere(): Promise<void> {
    const away = () => [...this.pbx.phones()].filter(([, here]) => !here).map(([device]) => device)
    await vi.waitFor(() => expect(away()).toEqual([]), SOON)
  }

  async linked(link: 'up' | 'down', within = SOON): Promise<void> {
    await vi.waitFor(() => expect(this.pbx.link).toBe(link), within)
  }

  /** What the operator at this phone is shown, waited for: `await board.shows('101').toMatchObject([…])`. */
  shows(device: string, within = SOON) {
    return expect.poll(() => this.calls.forDevice(device), within)
  }

  /** Click-to-dial. Resolves with the call's key. */
  async dial(device: string, to: string): Promise<string> {
    const { callId } = await this.calls.make({ device, to, commandId: randomUUID() })
    return callId
  }

  async stop(): Promise<void> {
    this.#calls.stop()
    await this.pbx.stop()
  }
}

/** Nobody is in the callers' index: call scenarios are about calls. */
function identify(number: string, name: string): Party {
  return { number, name, identity: 'unknown', customers: [], colleague: null }
}

export type Site = { readonly lab: PhoneLab; readonly board: Switchboard }

/**
 * A suite of call scenarios on the PBX that the environment asks for, each beginning with no calls and all phones on the
 * network. Without the PBX it is skipped, and says why; in CI that is a failure.
 */
export async function describeCalls(title: string, scenarios: (site: Site) => void): Promise<void> {
  await describeLab(title, openLab, scenarios)
}

export async function describeLab<Lab extends PhoneLab>(
  title: string,
  open: () => Promise<Lab>,
  scenarios: (site: { readonly lab: Lab; readonly board: Switchboard }) => void,
): Promise<void> {
  await describePbx(title, () => {
    let opened: { lab: Lab; board: Switchboard } | null = null
    const site = () => {
      if (!opened) throw new Error('the lab is open only while tests run')
      return opened
    }
    beforeAll(async () => {
      const lab = await onceMore('a PBX', open)
      const board = new Switchboard(lab.ami)
      opened = { lab, board }
      await board.start(lab)
    })
    afterEach(async () => {
      const { lab, board } = site()
      await lab.reset()
      await board.linked('up')
      // Nothing may be left over in the server's picture, whatever the scenario did.
      await vi.waitFor(() => expect(board.pbx.legs()).toEqual([]), SOON)
      // A phone that is back on the network is news that takes a moment to arrive.
      await board.allPhonesHere()
      board.fresh()
    })
    afterAll(async () => {
      await opened?.board.stop()
      await opened?.lab.close()
    })
    scenarios({
      get lab() {
        return site().lab
      },
      get board() {
        return site().board
      },
    })
  })
}

/** `scenarios` on the PBX that the environment asks for; where it cannot be had, one skipped test that says why. */
export async function describePbx(title: string, scenarios: () => void): Promise<void> {
  const missing = await missingFor(pbxAskedFor())
  if (missing === null) {
    describe(title, scenarios)
    return
  }
  if (!process.env.CI) console.log(missing)
  describe(title, () => {
    test.skipIf(!process.env.CI)(`runs on a PBX (${missing})`, () => expect.fail(missing))
  })
}
