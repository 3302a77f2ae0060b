import { createHash } from 'node:crypto'
import style from './page.css?raw'
import html from './page.html?raw'
import script from './page.js?raw'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Only what is written here runs, and nobody may show the page in a frame: a click in it is a person's. */
export const TEL_PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'content-type': 'text/html; charset=utf-8',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // The number in its address is nobody's business.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/** The page that browsers open for `tel:` links of other programs (SPEC A12). It dials nothing: the extension takes it over. */
export const TEL_PAGE = html
  .replace('</head>', () => `<style>${style}</style></head>`)
  .replace('</body>', () => `<script>${script}</script></body>`)
