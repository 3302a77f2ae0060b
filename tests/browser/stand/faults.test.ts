import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenedPage, openPage } from './open-page.ts'

let opened: OpenedPage
let card: number

beforeEach(async () => {
  opened = await openPage('')
  const { ref } = opened.stand.base.clientNamed('ООО «Ромашка»')
  card = await opened.page.evaluate((r) => window.__stand.openCard(r), ref)
})

afterEach(() => opened.close())

const kinds = () => opened.page.evaluate(() => [...new Set(window.__stand.faults().map((fault) => fault.kind))])

describe('what an extension must not do is counted', () => {
  test('a person who works in the page commits no fault', async () => {
    const { page } = opened
    await page.evaluate(() => window.__stand.openList())
    await page.locator('.grid .gridLine').nth(3).dblclick()
    await page.locator('.toplineBoxTitle[title*="(Клиент)"]').nth(1).waitFor()
    await page.keyboard.press('Tab')
    expect(await kinds()).toEqual([])
  })

  test('text written into an input is a fault, never reaches the model, and is gone at the next redraw', async () => {
    const { page } = opened
    const input = page.locator(`#form${card}_ИНН_i0`)
    await input.evaluate((node) => {
      if (!(node instanceof HTMLInputElement)) return
      node.value = '123'
      node.dispatchEvent(new Event('input', { bubbles: true }))
    })
    expect(await kinds()).toEqual(expect.arrayContaining(['write', 'event']))
    expect(await page.evaluate((n) => window.__stand.model(n).ИНН, card)).toBe('9035677870')
    await page.evaluate((n) => window.__stand.write(n), card)
    await expect.poll(() => input.inputValue()).toBe('9035677870')
    expect(opened.stand.base.clientNamed('ООО «Ромашка»').inn).toBe('9035677870')
  })

  test.for([
    ['foreign-node', (id: string) => document.getElementById(id)?.append(document.createElement('button'))],
    ['focus', (id: string) => document.getElementById(`${id}_i0`)?.focus()],
    [
      'write',
      (id: string) => {
        const input = document.getElementById(`${id}_i0`)
        if (input instanceof HTMLInputElement) input.select()
        document.execCommand('insertText', false, '1234567890')
      },
    ],
    ['event', (id: string) => document.getElementById(id)?.click()],
    ['attribute', (id: string) => document.getElementById(id)?.setAttribute('data-mine', '1')],
    ['removed-node', (id: string) => document.getElementById(id)?.remove()],
  ] as const)('%s', async ([kind, commit]) => {
    await opened.page.evaluate(commit, `form${card}_ИНН`)
    expect(await kinds()).toContain(kind)
  })

  test('a resized window', async () => {
    await opened.page.setViewportSize({ width: 1200, height: 900 })
    await expect.poll(kinds).toEqual(['resize'])
  })

  test('a host beside 1C’s tree is none', async () => {
    await opened.page.evaluate(() => document.documentElement.append(document.createElement('div')))
    expect(await kinds()).toEqual([])
  })
})
