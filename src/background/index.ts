// oxlint-disable-next-line import/default -- crxjs makes the module that has it
import contentScript from '../content/index.tsx?script&iife'

console.info(contentScript)
