import { expect, test } from 'vitest'
import { describeCalls } from '../support/site.ts'

const CLIENT = '79035677876'

const NAMES: readonly [what: string, name: string][] = [
  ['markup', '<img src=x onerror=alert(1)>'],
  ['quotes and backslashes', `"'\\"\\`],
  ['a mark that turns the text around', 'Bank\u202eknaB'],
  ['line breaks with an action behind them', 'Ivan\r\n\r\nAction: Command\r\nCommand: core stop now\r\n\r\n'],
  ['the words of an event that the PBX keeps from us', 'Event: VarSet'],
  ['the words of a dialplan', `$${'{SHELL(reboot)}'},trubka-routed,103,1`],
  ['the word for unknown', '<unknown>'],
  ['ten thousand characters', 'Ж'.repeat(10_000)],
]

await describeCalls('A caller whose name is', (site) => {
  test.for(NAMES)('%s harms nobody: the call is shown and can be answered', async ([, name]) => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT, name })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    const [call] = board.calls.forDevice('101')
    const shown = call?.party.name ?? ''
    expect(shown.length).toBeLessThanOrEqual(200)
    expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    expect(board.pbx.link).toBe('up')
    await board.calls.answer('101', call?.id ?? '')
    expect(await client.settled()).toBe('up')
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected' }])
    expect(lab.phone('103').rang).toEqual([])
  })
})
