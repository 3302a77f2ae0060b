import { defineConfig } from 'vite'

/** The server manager's page, beside the built server, which serves it: relative addresses, nothing inline. */
export default defineConfig({
  root: 'src/server/manager/page',
  base: './',
  build: {
    outDir: '../../../../dist/server/manager',
    target: ['chrome116', 'firefox128', 'safari17'],
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
  },
})
