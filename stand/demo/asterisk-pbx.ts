import { CITY_NUMBER_RECORDED } from '../asterisk/configuration.ts'
import { installAsterisk } from '../asterisk/install.ts'
import { startAsterisk } from '../asterisk/run.ts'
import type { PhoneCall } from '../phone/call.ts'
import { Phone } from '../phone/phone.ts'
import type { OpenDemoPbx } from './pbx.ts'

const PHONES = ['101', '102', '103'] as const
const CITY = 'city'
const PICKED_UP_AFTER_MS = 1500

/** A real Asterisk with SIP test phones that sound a tone; colleagues and clients pick up by themselves. */
export const openAsteriskPbx: OpenDemoPbx = async () => {
  console.log('Ставим Asterisk (около 20 секунд, один раз)…')
  const asterisk = await startAsterisk({ root: await installAsterisk(), phones: PHONES, operator: '101' })
  const phones: Phone[] = []
  const timers = new Set<NodeJS.Timeout>()
  const stop = async () => {
    for (const timer of timers) clearTimeout(timer)
    for (const phone of phones) phone.close()
    await asterisk.stop()
  }
  try {
    const neighbours = [...PHONES, CITY]
    const pickUpSoon = (call: PhoneCall) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (call.state === 'ringing') call.answer().catch((error: unknown) => console.error(String(error)))
      }, PICKED_UP_AFTER_MS)
      timers.add(timer)
    }
    for (const number of PHONES) {
      const at = { host: asterisk.sip.host, port: 0 }
      const phone = await Phone.open({
        number,
        at,
        pbx: asterisk.sip,
        credentials: asterisk.credentials(number),
        neighbours,
      })
      phones.push(phone)
      await phone.register()
      // The operator's own phone is picked up from the panel, or by the PBX's wish.
      if (number !== '101') phone.onRing(pickUpSoon)
    }
    const city = await Phone.open({
      number: CITY,
      at: asterisk.trunk,
      pbx: asterisk.sip,
      credentials: null,
      neighbours,
    })
    phones.push(city)
    city.onRing(pickUpSoon)
    return {
      ami: asterisk.ami,
      howToCall: [
        'Звонок от клиента: наберите здесь его номер и нажмите Enter, например 79035677876.',
        'Телефон оператора 101 берёт трубку сам после щелчка по кнопке; входящий примите в панели или на странице.',
      ],
      incoming: async (from) => {
        await city.dial(CITY_NUMBER_RECORDED, { from })
      },
      hangUp: async () => {
        for (const phone of phones) for (const call of phone.calls) await call.hangup()
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
