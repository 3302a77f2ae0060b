import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const manifest = async (): Promise<Record<string, unknown>> => JSON.parse(await readFile('manifest.json', 'utf8'))

test('no page is the extension’s before it is granted, none may speak to it, none may fetch a file of it', async () => {
  const names = Object.keys(await manifest())
  for (const none of ['host_permissions', 'content_scripts', 'web_accessible_resources', 'externally_connectable'])
    expect(names).not.toContain(none)
})

test('it asks for nothing that lets it read or change other sites', async () => {
  const { permissions } = await manifest()
  expect(permissions).toEqual([
    'storage',
    'scripting',
    'alarms',
    'sidePanel',
    'notifications',
    'contextMenus',
    'idle',
    'offscreen',
  ])
})

test('its own pages run its own files alone', async () => {
  const { content_security_policy: policies } = await manifest()
  expect(policies).toEqual({
    extension_pages: "script-src 'self'; object-src 'none'; base-uri 'none'",
  })
})
