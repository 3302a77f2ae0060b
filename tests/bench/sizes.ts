import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Row } from './report.ts'

/** What the browser reads for each part of a built extension, with all that it imports: minified, and that gzipped. */
export function sizes(dist: string): Row[] {
  const parts: [name: string, file: string][] = [
    ['content script', 'src/content/main.js'],
    ['its part on a page of 1C', 'src/content/parts/client.js'],
    ['its part for cards', 'src/content/parts/cards.js'],
    ['its part for calls', 'src/content/parts/above.js'],
    ['background', 'service-worker-loader.js'],
    ['panel', 'src/popup/index.html'],
  ]
  return parts.flatMap(([name, file]) => {
    const files = [...closure(dist, file)].map((each) => readFileSync(join(dist, each)))
    const kilobytes = (of: (file: Buffer) => number) =>
      Math.round(files.reduce((sum, each) => sum + of(each), 0) / 100) / 10
    return [
      { name: `${name}, min`, unit: 'kB', ours: kilobytes((each) => each.length) },
      { name: `${name}, gzip`, unit: 'kB', ours: kilobytes((each) => gzipSync(each).length) },
    ]
  })
}

function closure(dist: string, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  const text = readFileSync(join(dist, file), 'utf8')
  const references = file.endsWith('.html')
    ? /(?:src|href)="([^"]+\.(?:js|css))"/g
    : /(?:from|import)\s*["']([^"']+\.js)["']/g
  for (const [, reference = ''] of text.matchAll(references))
    closure(dist, reference.startsWith('/') ? reference.slice(1) : join(dirname(file), reference), found)
  return found
}
