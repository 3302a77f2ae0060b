import { describe, expect, test } from 'vitest'
import { askerOf } from '../../../src/platform/sender.ts'
import { siteOf } from '../../../src/platform/site.ts'

const own = { id: 'trubka', origin: 'chrome-extension://trubka' }

describe('who asks the background', () => {
  test('our own page', () => {
    expect(askerOf({ id: 'trubka', url: 'chrome-extension://trubka/src/popup/index.html' }, own)).toEqual({
      kind: 'panel',
    })
  })

  test('a content script in a page', () => {
    const sender = { id: 'trubka', url: 'http://1c.local:8080/base/ru/?N=Anna#e1cib/list', tab: { id: 7 }, frameId: 0 }
    expect(askerOf(sender, own)).toEqual({
      kind: 'content',
      site: 'http://1c.local/*',
      page: 'http://1c.local:8080/base/ru/',
      tab: 7,
      isFrame: false,
    })
  })

  test('a frame that its page wrote itself speaks for its page', () => {
    const sender = {
      id: 'trubka',
      url: 'about:blank',
      origin: 'http://1c.local',
      tab: { url: 'http://1c.local/base/' },
    }
    expect(askerOf(sender, own)).toMatchObject({ kind: 'content', page: 'http://1c.local/base/' })
  })

  test('a frame without an address, of another origin than its page, is nobody', () => {
    const sender = { id: 'trubka', url: 'about:blank', origin: 'null', tab: { url: 'http://1c.local/base/' } }
    expect(askerOf(sender, own)).toBeNull()
  })

  test('another extension is nobody', () => {
    expect(askerOf({ id: 'other', url: 'chrome-extension://other/x.html' }, own)).toBeNull()
  })

  test('an address that only begins like ours is not ours', () => {
    expect(askerOf({ id: 'trubka', url: 'chrome-extension://trubka.evil/x.html' }, own)).toBeNull()
  })
})

test('a site is scheme and host, without port and path; other schemes are none', () => {
  expect(siteOf('http://127.0.0.1:8080/base/ru_RU/')).toBe('http://127.0.0.1/*')
  expect(siteOf('https://1c.company.ru/')).toBe('https://1c.company.ru/*')
  expect(siteOf('file:///etc/passwd')).toBeNull()
  expect(siteOf('noise')).toBeNull()
})
