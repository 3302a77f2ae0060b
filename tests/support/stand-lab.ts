import type { LineCall } from '../../stand/pbx/device-call.ts'
import { canDial } from '../../stand/pbx/dialplan.ts'
import { type StandPbx, startPbx } from '../../stand/pbx/pbx.ts'
import type { Phone } from '../../stand/pbx/phones.ts'
import { type LabCall, type LabPhone, LINES, type PhoneLab } from './phone-lab.ts'
import { standTruth } from './stand-truth.ts'

const waitMs = 30_000

/** Beside the common interface, the PBX itself: it lives in this process. */
export interface StandLab extends PhoneLab {
  readonly name: 'stand'
  readonly pbx: StandPbx
}

/** The stand's PBX as a phone lab. Its clients pick up only when told. */
export async function openStandLab(options: { seed?: number; callRecords?: string } = {}): Promise<StandLab> {
  const users = [
    { name: 'trubka', secret: 'lab-secret', read: ['system', 'call', 'reporting', 'cdr', 'user'], only: [] },
    { name: 'trubkaroute', secret: 'lab-route-secret', read: ['user'], only: ['UserEvent'] },
  ]
  const pbx = await startPbx({
    port: 0,
    users,
    cityAnswersAfterMs: null,
    ringsFor: new Map([[LINES.brief, 2]]),
    recordedNumber: LINES.recorded,
    usualWays: new Map([
      [LINES.main, 'reception,s,1'],
      [LINES.operator, 'operator,101,1'],
      [LINES.circle, `from-trunk,${LINES.circle},1`],
    ]),
    // A PBX has its own clock; nobody may take ours for it.
    clockOffsetMs: 3_600_000,
    ...(options.callRecords === undefined ? {} : { callRecords: options.callRecords }),
    seed: options.seed ?? Math.trunc(Math.random() * 0x1_0000_0000),
  })
  const wrap = wrapper(pbx)
  const phones = new Map([...pbx.phones].map(([number, phone]) => [number, labPhone(pbx, phone, wrap)]))
  return {
    name: 'stand',
    pbx,
    ami: {
      host: pbx.host,
      port: pbx.port,
      user: 'trubka',
      secret: 'lab-secret',
      routeUser: 'trubkaroute',
      routeSecret: 'lab-route-secret',
    },
    phone(number) {
      const phone = phones.get(number)
      if (!phone) throw new Error(`no phone ${number} in the lab`)
      return phone
    },
    city: labCity(pbx, wrap),
    async incoming(call) {
      return wrap(pbx.incoming(call))
    },
    async truth() {
      return pbx.channels().map(standTruth)
    },
    async conversations() {
      return pbx.conversations()
    },
    async channels() {
      return pbx.channels().map(({ name }) => name)
    },
    restart: () => pbx.restart(),
    async reset() {
      pbx.reset()
      await until(pbx, () => (pbx.channels().length === 0 ? true : null), waitMs, 'all calls to end')
    },
    close: () => pbx.stop(),
  }
}

type Wrap = (call: LineCall) => LabCall

/** One LabCall for each call, so that they can be compared. */
function wrapper(pbx: StandPbx): Wrap {
  const known = new WeakMap<LineCall, LabCall>()
  return (call) => {
    const before = known.get(call)
    if (before) return before
    const wrapped: LabCall = {
      get state() {
        return call.state
      },
      get remote() {
        return call.remote
      },
      async answer() {
        call.answer()
      },
      async reject() {
        call.reject()
      },
      async hangup() {
        call.hangup()
      },
      async hold() {
        call.hold()
      },
      async retrieve() {
        call.retrieve()
      },
      get digits() {
        return call.digits
      },
      settled: (withinMs = waitMs) =>
        until(pbx, () => (call.state === 'ringing' ? null : call.state), withinMs, `${call.number}: up or ended`),
      async ended(withinMs = waitMs) {
        await until(pbx, () => (call.state === 'ended' ? true : null), withinMs, `${call.number}: ended`)
      },
      get held() {
        return call.held
      },
      async hears(voices = []) {
        return call.hears(voices)
      },
    }
    known.set(call, wrapped)
    return wrapped
  }
}

function labPhone(pbx: StandPbx, phone: Phone, wrap: Wrap): LabPhone {
  return {
    number: phone.number,
    ringing: (withinMs = waitMs) => nextRinging(pbx, phone, withinMs, `phone ${phone.number} to ring`, wrap),
    get rang() {
      return phone.rang.map(wrap)
    },
    async dial(to) {
      // What the PBX does not know is refused before there is a call.
      return canDial(to) ? wrap(phone.dial(to)) : refusedCall(to)
    },
    async unregister() {
      phone.unregister()
    },
    async register() {
      phone.register()
    },
    get autoAnswer() {
      return phone.autoAnswer
    },
    set autoAnswer(answers) {
      phone.autoAnswer = answers
    },
  }
}

function labCity(pbx: StandPbx, wrap: Wrap): LabPhone {
  const refuse = async (): Promise<never> => {
    throw new Error('the city line does not do this; see incoming()')
  }
  return {
    number: 'city',
    ringing: (withinMs = waitMs) => nextRinging(pbx, pbx.city, withinMs, 'a client to be rung', wrap),
    get rang() {
      return pbx.city.rang.map(wrap)
    },
    dial: refuse,
    unregister: refuse,
    register: refuse,
    autoAnswer: false,
  }
}

function refusedCall(number: string): LabCall {
  const done = async (): Promise<void> => {}
  return {
    state: 'ended',
    remote: { number, name: '' },
    answer: done,
    reject: done,
    hangup: done,
    hold: done,
    retrieve: done,
    digits: '',
    settled: async () => 'ended',
    ended: done,
    held: false,
    hears: async () => [],
  }
}

async function nextRinging(
  pbx: StandPbx,
  device: { rang: readonly LineCall[] },
  withinMs: number,
  what: string,
  wrap: Wrap,
): Promise<LabCall> {
  const rings = (): LineCall | null => device.rang.find((call) => call.state === 'ringing') ?? null
  return wrap(await until(pbx, rings, withinMs, what))
}

/** Waits until `look` gives something, looking again after each change at the PBX. */
function until<Found>(pbx: StandPbx, look: () => Found | null, withinMs: number, what: string): Promise<Found> {
  return new Promise((resolve, reject) => {
    const at = look()
    if (at !== null) return resolve(at)
    const timer = setTimeout(() => {
      forget()
      reject(new Error(`waited ${withinMs} ms for ${what}`))
    }, withinMs)
    const forget = pbx.onChange(() => {
      const found = look()
      if (found === null) return
      forget()
      clearTimeout(timer)
      resolve(found)
    })
  })
}
