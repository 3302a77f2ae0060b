import { expect, vi } from 'vitest'
import { audibleAt, isAudible } from './audible.ts'
import type { BusyOffice } from './busy-office.ts'
import { disagreements, type Moment } from './disagreements.ts'
import type { LabCall, PbxLeg } from './phone-lab.ts'
import { expectFreshPicture } from './picture.ts'
import type { Site } from './site.ts'

const LATER = { timeout: 30_000, interval: 20 }

/** Looks over offices from outside, once all that was asked for has been answered: panels, PBX and ears must agree. */
export class Audit {
  readonly #site: Site
  readonly #offices: readonly BusyOffice[]

  constructor(site: Site, offices: readonly BusyOffice[]) {
    this.#site = site
    this.#offices = offices
  }

  /** Panels show what the PBX has; and what a server that starts now would show. */
  async agrees(): Promise<void> {
    const seen = new Set<string>()
    await vi.waitFor(async () => {
      const found = disagreements(await this.#moment())
      for (const each of found) seen.add(each)
      expect(found, `meanwhile: ${[...seen].join('; ')}`).toEqual([])
    }, LATER)
    await expectFreshPicture(
      this.#site,
      this.#offices.flatMap(({ numbers }) => numbers),
    )
  }

  /** Who is in one conversation hear each other, who is held hears music, and nobody hears anybody else. */
  async sounds(): Promise<void> {
    await vi.waitFor(async () => {
      const before = await this.#site.lab.truth()
      const held = this.#held()
      const heard = await Promise.all(this.#ends().map((end) => this.#wrongAt(end, before, held)))
      // What was heard while things moved says nothing.
      expect(await this.#site.lab.truth()).toEqual(before)
      expect(heard.flat()).toEqual([])
    }, LATER)
  }

  /**
   * One command, with nobody doing anything beside it. Refused, it has changed nothing; done, it has ended nobody who is held
   * for somebody else.
   */
  async alone(office: BusyOffice): Promise<void> {
    const before = await this.#site.lab.truth()
    const asked = await office.commandAlone()
    if (!asked) return
    const after = await this.#site.lab.truth()
    if (!asked.done) {
      const resting = (legs: readonly PbxLeg[]) => legs.filter(({ callId }) => isAtRest(callId, before))
      expect(resting(after), `${asked.what} was refused`).toEqual(resting(before))
      return
    }
    const others = before.filter((leg) => isHeldForAnother(leg, asked.device))
    const gone = others.filter(({ id }) => !after.some((leg) => leg.id === id))
    expect(gone, `${asked.what} has ended whom somebody else holds`).toEqual([])
  }

  async #moment(): Promise<Moment> {
    const { lab, board } = this.#site
    const legs = await lab.truth()
    const numbers = this.#offices.flatMap((office) => office.numbers)
    const isPast = ({ local, remote }: { local: string; remote: string }) => local === 'fail' || remote === 'fail'
    const live = (device: string) =>
      board.calls
        .forDevice(device)
        .filter((call) => !isPast(call) || legs.some((leg) => leg.device === device && leg.callId === call.id))
    return { legs, shown: new Map(numbers.map((device) => [device, live(device)])), held: this.#held() }
  }

  #held(): Set<string> {
    const ends = this.#ends().filter(({ calls }) => calls.some((call) => call.held))
    return new Set(ends.map(({ device }) => device ?? 'city'))
  }

  #ends() {
    return this.#offices.flatMap((office) => office.ends())
  }

  /** The calls at one end, each must be one of its legs. */
  async #wrongAt(
    { device, number, calls }: ReturnType<BusyOffice['ends']>[number],
    legs: readonly PbxLeg[],
    held: ReadonlySet<string>,
  ): Promise<string[]> {
    const clients = this.#offices.flatMap(({ clientNumbers }) => clientNumbers)
    const voice = (leg: PbxLeg) => leg.device ?? (clients.includes(leg.number) ? leg.number : 'city')
    const here = legs.filter((leg) => leg.state === 'up' && leg.device === device && voice(leg) === number)
    const up = calls.filter(({ state }) => state === 'up')
    if (up.length !== here.length) return [`${number} has ${up.length} calls, and ${here.length} at the PBX`]
    const heard = await Promise.all(up.map((call: LabCall) => call.hears(clients)))
    const must = here.map((leg) => audibleAt(leg, legs, voice, held))
    if (fits(heard, must)) return []
    return [`${number} hears ${JSON.stringify(heard)}, and should ${JSON.stringify(must)}`]
  }
}

/** Whether each of what is heard can be told to another one of what must be. */
function fits(heard: readonly (readonly string[])[], must: readonly Parameters<typeof isAudible>[1][]): boolean {
  const [first, ...rest] = heard
  if (!first) return true
  return must.some((each, at) => isAudible(first, each) && fits(rest, must.toSpliced(at, 1)))
}

/** Nothing in it rings, or is on its way by the dialplan. */
const isAtRest = (callId: string, legs: readonly PbxLeg[]): boolean =>
  legs
    .filter((leg) => leg.callId === callId)
    .every(({ state, room, place }) => state === 'up' && (room !== null || /^trubka-(hold|wait),/.test(place)))

/** Whoever is held may of course end it for themselves. */
const isHeldForAnother = ({ place, device }: PbxLeg, by: string): boolean =>
  device !== by && place.startsWith('trubka-hold,') && place !== `trubka-hold,${by}`
