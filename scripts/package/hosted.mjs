import { createHash } from 'node:crypto'

/** Where Chromium, Chrome, Edge and Yandex Browser look for a newer version. */
export const updatesXml = ({ id, version, url }) => `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${url}" version="${version}" />
  </app>
</gupdate>
`

/** The same for Firefox, which also looks whether the file is the one that is meant. */
export function updatesJson({ id, version, url, file }) {
  const hash = `sha256:${createHash('sha256').update(file).digest('hex')}`
  return `${JSON.stringify({ addons: { [id]: { updates: [{ version, update_link: url, update_hash: hash }] } } }, null, 2)}\n`
}
