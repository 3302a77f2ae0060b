/** Set by vite.config.ts. */
declare const __TARGET__: 'chromium' | 'firefox'
