import { defaultUsers } from '../pbx/options.ts'
import { startPbx } from '../pbx/pbx.ts'
import { suggestionsOf } from '../suggestions.ts'
import type { OpenDemoPbx } from './pbx.ts'

const CITY_NUMBER = '74951234567'

/** The stand's own PBX, with a page from which a person plays the clients and the phones. */
export const openStandPbx: OpenDemoPbx = async ({ base }) => {
  const pbx = await startPbx({
    port: 0,
    controlPort: 0,
    // Its calls are recorded, so that all there is can be tried.
    recordedNumber: CITY_NUMBER,
    cityNumber: CITY_NUMBER,
    phones: base.employees.filter(({ internal }) => internal).map(({ internal, name }) => ({ number: internal, name })),
    suggestions: suggestionsOf(base),
  })
  const [main, route] = defaultUsers
  if (!main || !route) throw new Error('the stand’s PBX has no logins')
  return {
    ami: {
      host: pbx.host,
      port: pbx.port,
      user: main.name,
      secret: main.secret,
      routeUser: route.name,
      routeSecret: route.secret,
    },
    howToCall: [`Звонок от клиента: откройте ${pbx.controlUrl ?? ''} и нажмите «Позвонить».`],
    incoming: async (from) => {
      pbx.incoming({ from })
    },
    hangUp: async () => pbx.reset(),
    stop: () => pbx.stop(),
  }
}
