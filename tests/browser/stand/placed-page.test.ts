import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { takeFaults } from '../../support/faults.ts'
import { usePages } from './open-page.ts'

const pages = usePages()

test.each(['client-card.html', 'client-list-preview.html', 'phone-call-document.html'])(
  '%s is served as it is, and its faults are counted',
  async (file) => {
    pages.stand().webClient.place(file, readFileSync(`tests/fixtures/onec/${file}`, 'utf8'))
    const page = await pages.openAt(file)
    const input = page.locator('#pages_container .editInput').first()
    await input.click()
    await page.keyboard.type('1')
    expect(await takeFaults(pages.stand())).toEqual([])
    await input.evaluate((node) => {
      if (node instanceof HTMLInputElement) node.value = 'written'
      node.parentElement?.append(document.createElement('button'))
    })
    expect(new Set(await takeFaults(pages.stand()))).toEqual(new Set(['write', 'foreign-node']))
  },
)
