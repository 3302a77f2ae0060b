import { defineConfig } from 'vite'

const ENTRIES: Record<string, string> = {
  server: 'src/server/main.ts',
  stand: 'stand/main.ts',
  demo: 'stand/demo/main.ts',
}

/** The programs that run on Node: one file each, packages left outside. `--mode server | stand | demo`. */
export default defineConfig(({ mode }) => ({
  build: {
    ssr: ENTRIES[mode] ?? true,
    outDir: `dist/${mode}`,
    target: 'node20',
    emptyOutDir: true,
    sourcemap: true,
    copyPublicDir: false,
  },
  ssr: { external: true },
}))
