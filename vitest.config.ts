import { defineConfig } from 'vitest/config'

/** What a browser or a PBX takes on two busy cores; a test that fails says so much sooner by its own waits. */
const slow = { testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 30_000 } } }

/** By itself Vitest leaves one core idle, which of two is half of them. Not where calls are made: they live by the clock. */
const allCores = { maxWorkers: '100%' }

/** One browser at a time, in one process that has read all there is to read; and after each test 1C must have nothing to complain of. */
const browsers = { fileParallelism: false, isolate: false, setupFiles: ['tests/support/without-faults.ts'], ...slow }

// Not merged with vite.config.ts: crxjs must not run in tests.
export default defineConfig({
  define: { __TARGET__: '"chromium"' },
  test: {
    // A busy machine takes its time; what never comes is still said.
    expect: { poll: { timeout: 20_000 } },
    setupFiles: ['tests/support/patience.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          mockReset: true,
          testTimeout: 30_000,
          ...allCores,
        },
      },
      // Call scenarios on the stand's PBX; the same files run on a real Asterisk in the project below.
      {
        extends: true,
        test: {
          name: 'calls',
          include: ['tests/calls/**/*.test.ts'],
          env: { PBX: 'stand' },
          sequence: { groupOrder: 1 },
          ...slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'asterisk',
          include: ['tests/calls/**/*.test.ts', 'tests/asterisk/**/*.test.ts'],
          env: { PBX: 'asterisk' },
          // One Asterisk serves the files in turn.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          ...slow,
        },
      },
      // Several servers on a real NATS.
      {
        extends: true,
        test: { name: 'cluster', include: ['tests/cluster/**/*.test.ts'], fileParallelism: false, ...slow },
      },
      {
        extends: true,
        test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], sequence: { groupOrder: 3 }, ...browsers },
      },
      {
        extends: true,
        test: { name: 'firefox', include: ['tests/firefox/**/*.test.ts'], sequence: { groupOrder: 4 }, ...browsers },
      },
    ],
  },
})
