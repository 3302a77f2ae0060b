import { defineConfig } from 'vite'

/** The page of the stand's 1C web client: one ES module, styles inside. */
export default defineConfig({
  build: {
    lib: { entry: 'stand/webclient/page/main.ts', formats: ['es'], fileName: () => 'page.js' },
    outDir: 'dist/webclient',
    target: 'es2022',
    emptyOutDir: true,
    copyPublicDir: false,
  },
})
