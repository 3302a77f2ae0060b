import { claimBody } from './dom.ts'
import { faultsSoFar, watchFaults } from './faults.ts'
import { serverHeard } from './server.ts'
import type { StandApi } from './stand-api.ts'

/** On a page that came with 1C's markup already in it: no web client, only the count of faults. */
export function watchPlacedPage(): Pick<StandApi, 'faults' | 'toldFaults'> {
  claimBody()
  const shown = new Map<HTMLInputElement | HTMLTextAreaElement, string>()
  for (const input of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    shown.set(input, input.value)
    let announced = false
    input.addEventListener('beforeinput', (event) => {
      announced = event.isTrusted
    })
    input.addEventListener('input', (event) => {
      if (event.isTrusted && announced) shown.set(input, input.value)
      announced = false
    })
  }
  watchFaults(function* () {
    for (const [input, text] of shown) if (input.value !== text) yield `${input.id}: «${input.value}»`
  })
  return {
    faults: () => faultsSoFar(),
    async toldFaults() {
      const faults = faultsSoFar()
      await serverHeard()
      return faults
    },
  }
}
