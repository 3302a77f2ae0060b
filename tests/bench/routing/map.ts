import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { held } from './memory.ts'
import type { Subject } from './subject.ts'

/** As one does without thinking: the file at once, a text for each number. */
export function plainMap(): Subject {
  let map = new Map<string, string>()
  let bytes = 0
  return {
    name: 'Map<string,string>',
    share: 1,
    async load(file) {
      map = new Map()
      const before = held()
      for (const line of readFileSync(file, 'latin1').split('\n')) {
        const [number, target] = line.split('=')
        if (number !== undefined && target !== undefined) map.set(number, target)
      }
      bytes = held() - before
    },
    size: async () => map.size,
    async lookups(numbers) {
      let found = 0
      for (const number of numbers) if (map.get(number) !== undefined) found++
      return found
    },
    bytes: async () => bytes,
    async save(file) {
      map.set('9000000001', '103')
      const handle = await open(file, 'w')
      // One text of them all is longer than a text may be.
      let text = ''
      for (const [number, target] of map) {
        text += `${number}=${target}\n`
        if (text.length < 100_000_000) continue
        await handle.writeFile(text)
        text = ''
      }
      await handle.writeFile(text)
      await handle.sync()
      await handle.close()
    },
    async forget() {
      map = new Map()
    },
    close: async () => undefined,
  }
}
