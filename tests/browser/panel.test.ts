import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TrubkaError } from '../../src/protocol/errors.ts'
import { type Extension, launchExtension } from '../../stand/browser/extension.ts'
import { CODE, freshState, Peer } from '../support/peer.ts'

const SOON = { timeout: 30_000 }
let extension: Extension
let peer: Peer

beforeAll(async () => {
  peer = await Peer.start()
  extension = await launchExtension({ locale: 'ru' })
})
afterAll(async () => {
  await extension?.close()
  await peer?.close()
})

const incoming = {
  id: 'c1',
  commandId: null,
  direction: 'incoming' as const,
  local: 'alerting' as const,
  remote: 'connected' as const,
  startedAt: Date.now(),
  answeredAt: null,
  cause: null,
  consultation: null,
  answerBy: null,
  recording: 'none' as const,
  commands: ['answer' as const, 'clear' as const],
  party: {
    number: '79035677876',
    name: '',
    identity: 'known' as const,
    colleague: null,
    customers: [
      { base: 'crm', ref: 'r', contact: 'Смирнова Елена', counterparty: 'ООО «Ромашка»', responsible: 'Петров Семён' },
    ],
  },
}

test('before pairing the panel says how to begin, and leads there', async () => {
  const panel = await extension.panel()
  await panel.getByRole('heading', { name: 'Подключите телефон' }).waitFor(SOON)
  const options = extension.context.waitForEvent('page', SOON)
  await panel.getByRole('button', { name: 'Открыть настройки' }).click()
  expect((await options).url()).toContain('src/options/index.html')
  await (await options).close()
  await panel.close()
})

test('a wrong code is refused in words, and nothing is paired', async () => {
  await expect(extension.pair(peer.url, 'AB12-ZZZZ-ZZZZ')).rejects.toThrow('Код не подходит')
  await expect(extension.pair('ws://127.0.0.1:9/', CODE)).rejects.toThrow('не отвечает')
})

describe('after pairing', () => {
  beforeAll(async () => {
    for (const page of extension.context.pages().slice(1)) await page.close()
    await extension.pair(peer.url, CODE)
  })
  beforeEach(() => {
    peer.handlers = {}
    for (const { id } of peer.state.calls) peer.tell({ type: 'call.gone', callId: id })
    return async () => {
      for (const page of extension.context.pages().slice(1)) await page.close()
    }
  })

  test('the dial field has the focus; a name and Enter call a colleague', async () => {
    const panel = await extension.panel()
    await panel.getByRole('combobox', { name: 'Кому позвонить' }).waitFor(SOON)
    await panel.keyboard.type('петров сем')
    await panel.keyboard.press('Enter')
    await expect.poll(() => peer.askedFor('call.make').at(-1)?.params).toMatchObject({ to: '103' })
  })

  test('a refused call says why', async () => {
    peer.handlers['call.make'] = () => {
      throw new TrubkaError('noPhone')
    }
    const panel = await extension.panel()
    await panel.getByRole('combobox').fill('8 903 567-78-76', SOON)
    await panel.keyboard.press('Enter')
    await panel.getByRole('alert').filter({ hasText: 'Ваш телефон не в сети' }).waitFor(SOON)
  })

  test('who calls is shown before it is answered, and one key answers', async () => {
    const panel = await extension.panel()
    await panel.getByText('Звонков сейчас нет').waitFor(SOON)
    peer.tell({ type: 'call.changed', call: incoming })
    const card = panel.getByRole('region', { name: 'Смирнова Елена' })
    await card.waitFor(SOON)
    const text = await card.innerText()
    for (const part of ['Входящий звонок', '+7 903 567-78-76', 'ООО «Ромашка»', 'Петров Семён'])
      expect(text).toContain(part)
    await panel.keyboard.press('Alt+A')
    await expect.poll(() => peer.askedFor('call.answer').at(-1)?.params).toMatchObject({ callId: 'c1' })
  })

  test.each(['light', 'dark'] as const)(
    '«Ответить» says on itself when the phone will ring once more first (%s; a picture in out/)',
    async (colorScheme) => {
      const panel = await extension.panel()
      await panel.emulateMedia({ colorScheme })
      await panel.getByText('Звонков сейчас нет').waitFor(SOON)
      peer.tell({ type: 'call.changed', call: { ...incoming, answerBy: 'talk' } })
      const answer = panel.getByRole('button', { name: 'Ответить', exact: true })
      await answer.waitFor(SOON)
      const before = await answer.boundingBox()
      expect(await answer.innerText()).toBe('Ответить')
      // Heard while it rings.
      peer.tell({ type: 'call.changed', call: { ...incoming, answerBy: 'autoAnswer' } })
      await expect.poll(() => answer.innerText(), SOON).toBe('Ответить\nпрозвонит ещё раз')
      expect(await answer.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(true)
      // What stood under a finger stays there.
      await expect.poll(() => answer.boundingBox(), SOON).toEqual(before)
      await panel.screenshot({ path: `out/answer-rings-again-${colorScheme}.png` })
      await panel.close()
    },
  )

  test('names with markup, turned writing and 10,000 characters do not harm the panel', async () => {
    const panel = await extension.panel()
    await panel.getByText('Звонков сейчас нет').waitFor(SOON)
    const name = `\u202e<img src=x onerror="document.body.remove()">${'я'.repeat(10_000)}`
    const party = { ...incoming.party, identity: 'unknown' as const, customers: [], name }
    peer.tell({ type: 'call.changed', call: { ...incoming, party } })
    await panel.getByText('Неизвестный номер').waitFor(SOON)
    expect(await panel.locator('img').count()).toBe(0)
    expect(await panel.evaluate(() => document.documentElement.scrollWidth)).toBe(400)
  })

  test('the worker is killed: it is back, connected, and shows what happened meanwhile', async () => {
    const panel = await extension.panel()
    await panel.getByText('Звонков сейчас нет').waitFor(SOON)
    const before = peer.connections
    await extension.killWorker()
    peer.change({ type: 'call.changed', call: incoming })
    await panel.getByRole('region', { name: 'Смирнова Елена' }).waitFor(SOON)
    expect(peer.connections).toBe(before + 1)
  })

  test('the connection is cut over a dial command: it is made once, and not lost', async () => {
    peer.handlers['call.make'] = () => {
      peer.drop()
      return 'no answer'
    }
    peer.handlers['command.outcome'] = () => ({ outcome: 'done', callId: 'made' })
    const before = peer.askedFor('call.make').length
    const panel = await extension.panel()
    await panel.getByRole('combobox').fill('103', SOON)
    await panel.keyboard.press('Enter')
    await expect.poll(() => panel.getByRole('combobox').inputValue(), SOON).toBe('')
    expect(peer.askedFor('call.make')).toHaveLength(before + 1)
  })

  test('what is wrong is said in words, and only then', async () => {
    const panel = await extension.panel()
    await panel.getByText('Звонков сейчас нет').waitFor(SOON)
    expect(await panel.locator('.t-notice').count()).toBe(0)
    peer.tell({ type: 'pbx.changed', pbx: 'down' })
    await panel.getByText('АТС не отвечает.').waitFor(SOON)
    peer.tell({ type: 'pbx.changed', pbx: 'up' })
    await panel.getByText('АТС не отвечает.').waitFor({ state: 'detached', ...SOON })
  })

  test('the toolbar button says when the server is gone, and that it is back', async () => {
    const badge = () => extension.worker().evaluate(() => chrome.action.getBadgeText({}))
    await expect.poll(badge, SOON).toBe('')
    const { port } = peer
    await peer.close()
    await expect.poll(badge, SOON).toBe('!')
    peer = await Peer.start(port, peer)
    await expect.poll(badge, { timeout: 30_000 }).toBe('')
  })

  test('a web page can neither read a file of the extension nor speak with it', async () => {
    const page = await extension.open(`http://127.0.0.1:${peer.port}/`)
    const read = await page.evaluate(
      (files) =>
        Promise.all(
          files.map((file) =>
            fetch(file).then(
              (answer) => answer.status,
              () => 'blocked',
            ),
          ),
        ),
      ['manifest.json', 'src/content/main.js', 'icons/icon-16.png'].map((file) => extension.url(file)),
    )
    expect(read).toEqual(['blocked', 'blocked', 'blocked'])
    const speaks = await page.evaluate(() => typeof (globalThis as { chrome?: typeof chrome }).chrome?.runtime?.connect)
    expect(speaks).toBe('undefined')
  })

  test('the tabs stay where they are, whichever is chosen, all in one line', async () => {
    const panel = await extension.panel({ width: 400, height: 900 })
    const tabs = panel.getByRole('tab')
    await tabs.first().waitFor(SOON)
    const tops = () => tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().top))
    const [top = Number.NaN] = await tops()
    for (let n = 0; n < (await tabs.count()); n++) {
      await tabs.nth(n).click()
      await expect.poll(() => tabs.nth(n).getAttribute('aria-selected')).toBe('true')
      expect(new Set(await tops())).toEqual(new Set([top]))
    }
    await panel.close()
  })

  test('unpairing asks first, and forgets', async () => {
    const options = await extension.options()
    await options.getByText('Вы подключены: Иванова Анна Петровна').waitFor(SOON)
    await options.getByRole('button', { name: 'Отключить этот браузер' }).click()
    await options.getByRole('button', { name: 'Отмена' }).click()
    expect(peer.state.self).toEqual(freshState().self)
    await options.getByRole('button', { name: 'Отключить этот браузер' }).click()
    await options.getByRole('button', { name: 'Отключить', exact: true }).click()
    await options.locator('form[data-form="pairing"]').waitFor(SOON)
    const panel = await extension.panel()
    await panel.getByRole('heading', { name: 'Подключите телефон' }).waitFor(SOON)
  })
})
