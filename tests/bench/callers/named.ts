import { pino } from 'pino'
import { Calls } from '../../../src/server/calls/calls.ts'
import type { PhoneIndex } from '../../../src/server/customers/odata/phone-index.ts'
import { partyFinder } from '../../../src/server/party.ts'
import { AsteriskPbx } from '../../../src/server/telephony/asterisk/adapter.ts'
import { openStandLab } from '../../support/stand-lab.ts'
import { now } from '../clock.ts'

const OPERATOR = '101'
const logger = pino({ level: 'silent' })

/** Milliseconds from the event that a phone rings to the call as its operator is told of it, with the caller's name. */
export async function named(index: PhoneIndex, numbers: readonly string[]): Promise<number[]> {
  const lab = await openStandLab()
  const pbx = new AsteriskPbx(
    {
      ...lab.ami,
      outboundContext: 'from-internal',
      technology: 'PJSIP',
      internalLength: { min: 2, max: 5 },
    },
    logger,
  )
  pbx.onRoute(() => null)
  let rings = 0
  // Before `Calls` listens: the event itself.
  pbx.on('leg', ({ device }) => {
    if (device === OPERATOR && rings === 0) rings = now()
  })
  const customers = { identify: (number: string) => index.find(number), link: () => null }
  const calls = new Calls({ pbx, identify: partyFinder({ people: { byNumber: () => null }, customers }), logger })
  try {
    const up = new Promise<void>((resolve) => pbx.on('picture', () => resolve()))
    pbx.start()
    await up
    let tell: (at: number) => void = () => undefined
    calls.on('call', (device, { party }) => {
      if (device === OPERATOR && party.identity === 'known') tell(now())
    })
    const samples: number[] = []
    for (const number of numbers) {
      rings = 0
      const told = new Promise<number>((resolve) => {
        tell = resolve
      })
      const client = await lab.incoming({ from: number })
      samples.push((await told) - rings)
      await client.hangup()
      await lab.reset()
    }
    return samples
  } finally {
    calls.stop()
    await pbx.stop()
    await lab.close()
  }
}
