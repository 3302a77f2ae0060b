import { defineConfig } from 'vite'

/** The programs that run on Node: one file each, packages left outside. `--mode server | stand`. */
export default defineConfig(({ mode }) => ({
  build: {
    ssr: mode === 'server' ? 'src/server/main.ts' : 'stand/main.ts',
    outDir: `dist/${mode}`,
    target: 'node20',
    emptyOutDir: true,
    sourcemap: true,
    copyPublicDir: false,
  },
  ssr: { external: true },
}))
