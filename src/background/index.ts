import contentScript from '../content/index.tsx?script&iife'

console.info(contentScript)
