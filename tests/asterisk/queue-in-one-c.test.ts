import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CITY_NUMBER_TEAM } from '../../stand/asterisk/configuration.ts'
import { type RunningServer, standBase, startServer } from '../../stand/cti-server.ts'
import { type Stand, startStand } from '../../stand/stand.ts'
import { type AsteriskLab, openAsteriskLab } from '../support/asterisk-lab.ts'
import { bundle } from '../support/child.ts'
import { healthOf } from '../support/health.ts'
import { missingFor } from '../support/lab.ts'

const LONG = { timeout: 90_000, interval: 50 }
const missing = await missingFor('asterisk')

/** Calls of a queue (app_queue): several phones ring for one client, who was answered by the PBX before. */
describe.skipIf(missing !== null)(
  'A call of a queue becomes one «Телефонный звонок» in 1C',
  { timeout: 240_000 },
  () => {
    let lab: AsteriskLab
    let stand: Stand
    let server: RunningServer
    let removeProgram = async () => {}

    beforeAll(async () => {
      const built = await bundle('src/server/main.ts')
      removeProgram = built.close
      lab = await openAsteriskLab({ recordsCalls: true })
      stand = await startStand({ webPort: 0, page: '' })
      server = await startServer({
        program: built.file,
        ami: lab.ami,
        callRecords: lab.asterisk.callRecords,
        bases: [{ ...standBase(stand.origin), refreshSeconds: 3600 }],
      })
      stand.base.calls.length = 0
    })
    afterEach(async () => {
      await lab.reset()
      stand.base.calls.length = 0
    })
    afterAll(async () => {
      await server?.close()
      await stand?.stop()
      await lab?.close()
      await removeProgram()
    })

    const ready = () =>
      expect.poll(() => healthOf(server).catch(() => null), LONG).toMatchObject({ pbx: 'up', bases: [{ state: 'up' }] })
    /** Number, subject, and the number of who is responsible. */
    const inOneC = () =>
      stand.base.calls.map(({ contactWay, subject, responsible }) => [
        contactWay,
        subject,
        stand.base.employee(responsible)?.ref === undefined ? null : responsible,
      ])
    const refOf = (number: string) => stand.base.employeeWithNumber(number).ref

    async function answered(from: string): Promise<void> {
      const client = await lab.incoming({ from, to: CITY_NUMBER_TEAM })
      await lab.phone('101').ringing()
      await (await lab.phone('103').ringing()).answer()
      await expect.poll(() => lab.conversations(), LONG).toEqual([['103', from]])
      await client.hangup()
    }
    async function inVain(from: string): Promise<void> {
      const client = await lab.incoming({ from, to: CITY_NUMBER_TEAM })
      const phones = [await lab.phone('101').ringing(), await lab.phone('103').ringing()]
      await client.hangup()
      for (const phone of phones) await phone.ended()
    }

    test('answered by one of those who were rung, or by nobody', async () => {
      await ready()
      await answered('79160000081')
      await expect.poll(inOneC, LONG).toEqual([['79160000081', 'Входящий звонок', refOf('103')]])
      expect(stand.base.calls[0]?.text).toMatch(/Разговор: .*\(103\) 0:00:\d\d/)
      await lab.reset()
      await inVain('79160000082')
      await expect
        .poll(() => inOneC().map(([number, subject]) => [number, subject]), LONG)
        .toEqual([
          ['79160000081', 'Входящий звонок'],
          ['79160000082', 'Пропущенный звонок'],
        ])
    })

    test('also when nobody saw it but the PBX’s own records', async () => {
      await ready()
      await server.kill()
      await answered('79160000083')
      await lab.reset()
      await inVain('79160000084')
      await server.restart()
      await expect
        .poll(() => inOneC().map(([number, subject]) => [number, subject]), LONG)
        .toEqual([
          ['79160000083', 'Входящий звонок'],
          ['79160000084', 'Пропущенный звонок'],
        ])
      expect(stand.base.calls[0]?.responsible).toBe(refOf('103'))
    })
  },
)
