import { describe, expect, test } from 'vitest'
import type { ODataSwitches } from '../../stand/odata/server.ts'
import { operatorElsewhere } from '../support/wizard.ts'
import { useWorld } from '../support/world.ts'

/** A look at 1C that ends in vain takes its time: three tries, further and further apart. */
const LONG = { timeout: 90_000 }
const PETROVA = '79265550129'
/** Who looks at the panel; the default operator works elsewhere. */
const COLLEAGUE = '103'
const WELL: Partial<ODataSwitches> = { state: 'up', delayMs: 0, cutNext: 0, password: 'trubka' }

describe('1C that does not answer', { timeout: 240_000 }, () => {
  const world = useWorld('stand', { operator: COLLEAGUE, base: { refreshSeconds: 1 } })

  test.for<[string, Partial<ODataSwitches>]>([
    ['is slow', { delayMs: 20_000 }],
    ['is down', { state: 'down' }],
    ['does not know the password any more', { password: 'другой' }],
    ['breaks its answers off half-way', { cutNext: 100_000 }],
  ])(
    'because it %s: the panel says so and of when the data is, who calls is known all the same, and all is well again by itself',
    async ([, switches]) => {
      const { stand, lab, extension } = world()
      const panel = await extension.panel()
      const notice = panel.getByText(/^1С «Учебная база» не отвечает\. Показаны данные на \d\d:\d\d\.$/)
      await panel.getByText('Звонков сейчас нет').waitFor(LONG)
      expect(await notice.count()).toBe(0)
      const operator = await operatorElsewhere(world())
      try {
        stand.odata.set(switches)
        // Somebody searches meanwhile: that nobody answers is noticed by what is asked.
        const search = () => operator.line.askAnything('intake.search', { base: 'crm', text: 'ромашка' }, 5_000)
        await Promise.allSettled([1, 2, 3].map(search))
        await notice.waitFor(LONG)
        await lab.incoming({ from: PETROVA })
        await (await lab.phone('101').ringing()).answer()
        await operator.sees(
          ({ calls }) => calls.some(({ party }) => party.customers[0]?.counterparty === 'ООО «Ромашка»'),
          30_000,
        )
      } finally {
        stand.odata.set(WELL)
        await operator.close()
      }
      await notice.waitFor({ state: 'detached', ...LONG })
    },
  )
})
